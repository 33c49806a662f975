// SPDX-License-Identifier: EUPL-1.2
// A retry has one effect and the same answer, also when both come at once or the first is lost half way.
#include "support/database.hpp"
#include "support/population.hpp"

#include "domain/call.hpp"
#include "domain/idempotency/idempotency.hpp"
#include "domain/idempotency/idempotency_sql.hpp"

#include <boost/test/unit_test.hpp>

#include <atomic>
#include <future>
#include <set>
#include <string>
#include <vector>

using namespace plaza::tests;
namespace domain = plaza::domain;
namespace idempotency = plaza::domain::idempotency;
using plaza::persistence::command;
using plaza::persistence::connection;
using plaza::persistence::transaction;

namespace {

struct idempotency_tag {};
struct shared : shared_database<idempotency_tag> {
    shared() { current->sql().script("create table effect (n text not null); grant all on effect to plaza_app"); }
};

constexpr command<std::string> leave_effect{"test.effect", "insert into effect values ($1)"};

domain::environment const& environment() {
    static domain::environment const env = [] {
        plaza::base::start_crypto();
        return domain::environment{plaza::base::cursor_codec(std::string(32, 'k')), "Plaza", false, "0"};
    }();
    return env;
}

struct given {
    std::int64_t person;
    std::string key = "key-1";
    std::string body = "{}";
    std::string route = "POST /things";
};

plaza::transport::request request_of(given const& g) {
    plaza::transport::request r;
    r.body = g.body;
    if (!g.key.empty()) r.headers.add("Idempotency-Key", g.key);
    return r;
}

/// One try in a transaction of its own, as the dispatcher makes it: status and body, or the problem.
template <class Handler>
std::string attempt(connection& db, given const& g, Handler handler) {
    auto const request = request_of(g);
    auto const actor = actor_of(g.person);
    domain::call c{request, actor, db, environment()};
    transaction tx(db);
    auto const done = idempotency::once(c, g.route, handler);
    if (!done) return std::to_string(done.error().status) + " " + done.error().type;
    tx.commit();
    return std::to_string(done->status) + " " + done->body + " " + std::string(done->headers.get("Location"));
}

struct fixture {
    connection db{shared::current->as_app()};
    plain_session& sql = shared::current->sql();
    std::int64_t person = add_person(sql);
    std::atomic<int> runs{0};

    fixture() { sql.script("delete from effect"); }
    std::int64_t effects() { return sql.number("select count(*) from effect"); }
    auto creating() {
        return [this](domain::call& c) -> domain::answer {
            c.db.run(leave_effect, "x");
            auto const n = std::to_string(++runs);
            return domain::created("/things/" + n, "{\"id\":" + n + "}");
        };
    }
    std::string act(given const& g) { return attempt(db, g, creating()); }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(retries, fixture, *boost::unit_test::fixture<shared>())

BOOST_AUTO_TEST_CASE(the_same_request_has_one_effect_and_the_same_answer) {
    for (int i = 0; i < 3; ++i) BOOST_TEST(act({person}) == "201 {\"id\":1} /things/1");
    BOOST_TEST(effects() == 1);
}

BOOST_AUTO_TEST_CASE(what_counts_as_another_request) {
    act({person});
    BOOST_TEST(act({person, "key-2"}) == "201 {\"id\":2} /things/2");
    BOOST_TEST(act({add_person(sql)}) == "201 {\"id\":3} /things/3");
    BOOST_TEST(act({person, ""}) == "201 {\"id\":4} /things/4");
    BOOST_TEST(act({person, ""}) == "201 {\"id\":5} /things/5");
    BOOST_TEST(act({person, "key-1", "{ }"}) == "422 idempotency_mismatch");
    BOOST_TEST(act({person, "key-1", "{}", "POST /others"}) == "422 idempotency_mismatch");
    BOOST_TEST(act({person}) == "201 {\"id\":1} /things/1");
    BOOST_TEST(effects() == 5);
}

BOOST_AUTO_TEST_CASE(keys_are_short_and_plain) {
    for (std::string const& key : {std::string("a"), std::string(128, 'x'), std::string("A-z_0.9:")}) {
        BOOST_TEST_CONTEXT(key) { BOOST_TEST(act({person, key}).substr(0, 3) == "201"); }
    }
    for (std::string const& key :
         {std::string(129, 'x'), std::string("a b"), std::string("ñ"), std::string("a\"b"), std::string("a/b")}) {
        BOOST_TEST_CONTEXT(key) { BOOST_TEST(act({person, key}) == "422 invalid"); }
    }
    auto request = request_of({person});
    request.headers.add("idempotency-key", "key-2");
    auto const actor = actor_of(person);
    domain::call c{request, actor, db, environment()};
    BOOST_TEST(idempotency::once(c, "POST /things", creating()).error().type == "invalid");
}

BOOST_AUTO_TEST_CASE(a_refusal_is_not_kept) {
    auto const refuse = [](domain::call& c) -> domain::answer {
        c.db.run(leave_effect, "x");
        return plaza::base::conflict("slug_taken");
    };
    BOOST_TEST(attempt(db, {person}, refuse) == "409 slug_taken");
    BOOST_TEST(effects() == 0);
    BOOST_TEST(act({person}) == "201 {\"id\":1} /things/1");
}

BOOST_AUTO_TEST_CASE(an_answer_without_body_is_repeated_without) {
    auto const quiet = [](domain::call&) -> domain::answer { return domain::no_content(); };
    auto const again = [](domain::call&) -> domain::answer { throw std::logic_error("ran again"); };
    BOOST_TEST(attempt(db, {person}, quiet) == "204  ");
    BOOST_TEST(attempt(db, {person}, again) == "204  ");
}

BOOST_AUTO_TEST_CASE(a_second_one_while_the_first_runs_is_told_to_wait) {
    connection second(shared::current->as_app());
    auto const slow = [&](domain::call& c) -> domain::answer {
        BOOST_TEST(attempt(second, {person}, creating()) == "409 still_running");
        BOOST_TEST(attempt(second, {person, "key-2"}, creating()).substr(0, 3) == "201");
        return creating()(c);
    };
    BOOST_TEST(attempt(db, {person}, slow).substr(0, 3) == "201");
    BOOST_TEST(effects() == 2);
    auto const told = act({person});
    BOOST_TEST(told == "201 {\"id\":2} /things/2");
}

BOOST_AUTO_TEST_CASE(one_that_was_cut_off_left_nothing_and_can_be_made_again) {
    static constexpr plaza::persistence::query<int()> pid{"test.pid", "select pg_backend_pid()"};
    {
        connection doomed(shared::current->as_app());
        auto const cut = [&](domain::call& c) -> domain::answer {
            auto done = creating()(c);
            sql.truth("select pg_terminate_backend($1)", {c.db.one(pid)});
            return done;
        };
        BOOST_CHECK_THROW(attempt(doomed, {person}, cut), plaza::persistence::connection_lost);
    }
    BOOST_TEST(effects() == 0);
    until("its lock is gone", [&] { return act({person}) == "201 {\"id\":2} /things/2"; });
    BOOST_TEST(effects() == 1);
}

BOOST_AUTO_TEST_CASE(many_at_once_have_one_effect) {
    for (int round = 0; round < 10; ++round) {
        given const g{person, "round-" + std::to_string(round)};
        std::vector<std::future<std::string>> all;
        for (int w = 0; w < 6; ++w) {
            all.push_back(std::async(std::launch::async, [&] {
                connection own(shared::current->as_app());
                for (;;) {
                    auto const out = attempt(own, g, creating());
                    if (out != "409 still_running") return out;
                }
            }));
        }
        std::set<std::string> answers;
        for (auto& a : all) answers.insert(a.get());
        BOOST_TEST(answers.size() == 1u);
        BOOST_TEST(effects() == round + 1);
    }
}

BOOST_AUTO_TEST_CASE(after_a_day_a_key_is_new_again) {
    act({person});
    sql.script("update idempotency set created_at = now() - interval '23 hours 59 minutes'");
    BOOST_TEST(act({person}) == "201 {\"id\":1} /things/1");
    sql.script("update idempotency set created_at = now() - interval '24 hours 1 minute'");
    BOOST_TEST(act({person, "key-1", "{ }"}) == "201 {\"id\":2} /things/2");
    BOOST_TEST(act({person, "key-1", "{ }"}) == "201 {\"id\":2} /things/2");
    act({person, "key-2"});
    sql.script("update idempotency set created_at = now() - interval '25 hours' where key = 'key-1'");
    db.run(idempotency::sql::prune);
    BOOST_TEST(sql.text("select string_agg(key, ',') from idempotency where person_id = $1", {person}) == "key-2");
}

BOOST_AUTO_TEST_SUITE_END()
