// SPDX-License-Identifier: EUPL-1.2
// Permission that ends while a writer waits: what counts is what holds once the locks are there.
#include "support/database.hpp"
#include "support/population.hpp"

#include "domain/groups/groups.hpp"
#include "domain/revisions/revisions.hpp"
#include "domain/threads/threads.hpp"

#include <boost/test/unit_test.hpp>

#include <functional>
#include <future>
#include <set>
#include <string>
#include <vector>

using namespace plaza::tests;
namespace groups = plaza::domain::groups;
namespace revisions = plaza::domain::revisions;
namespace threads = plaza::domain::threads;
using groups::need;
using plaza::persistence::connection;
using plaza::persistence::transaction;

namespace {

struct races_tag {};
using shared = shared_database<races_tag>;

struct place {
    std::int64_t person, owner, group, thread, post;
    std::string slug;
};

template <class Result>
std::string outcome(Result const& r) {
    return r.has_value() ? "ok" : std::to_string(r.error().status) + " " + r.error().type;
}

using act = std::function<std::string(connection&, place const&)>;

std::vector<std::pair<char const*, act>> const writes = {
    {"starting a thread",
     [](connection& db, place const& p) {
         auto const g = groups::access_group(db, actor_of(p.person), p.slug, need::write);
         if (!g) return outcome(g);
         return outcome(threads::start(db, actor_of(p.person), *g, {"question", "T", "B", {}}));
     }},
    {"answering",
     [](connection& db, place const& p) {
         auto const t = threads::access_thread(db, actor_of(p.person), p.thread, need::write);
         if (!t) return outcome(t);
         return outcome(threads::write(db, actor_of(p.person), *t, {"answer", "B", {}}));
     }},
    {"changing a post",
     [](connection& db, place const& p) {
         auto const post = threads::access_post(db, actor_of(p.person), p.post, need::write);
         if (!post) return outcome(post);
         return outcome(revisions::edit(db, actor_of(p.person), *post, {"Other", {}, {}, {}, {}, false}));
     }},
};

place make_place(plain_session& sql, std::string const& kind) {
    place p{};
    p.person = add_person(sql);
    p.owner = add_person(sql);
    p.group = add_group(sql, kind);
    p.slug = slug_of(sql, p.group);
    add_member(sql, p.group, p.owner, "owner");
    add_member(sql, p.group, p.person);
    p.thread = add_thread(sql, p.group, p.person);
    p.post = sql.number("select id from post where thread_id = $1", {p.thread});
    return p;
}

/// What the writer is told whose write begins while `change` holds the group and ends after its commit.
std::string meanwhile(place const& p, std::function<void(connection&)> const& change, act const& write) {
    connection first(shared::current->as_app());
    transaction tx(first);
    change(first);
    auto second = std::async(std::launch::async, [&] {
        connection db(shared::current->as_app());
        transaction own(db);
        auto out = write(db, p);
        if (out == "ok") own.commit();
        return out;
    });
    until("the writer waits", [&] { return waiting_for_locks(shared::current->sql()) == 1; });
    tx.commit();
    return second.get();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(access_races, *boost::unit_test::fixture<shared>())

BOOST_AUTO_TEST_CASE(who_left_while_waiting_writes_nothing) {
    for (auto const& [what, write] : writes) {
        for (auto const* kind : {"open", "private", "hidden"}) {
            auto const p = make_place(shared::current->sql(), kind);
            auto const leave = [&](connection& db) {
                BOOST_TEST(outcome(groups::leave(db, actor_of(p.person), p.slug)) == "ok");
            };
            BOOST_TEST_CONTEXT(what << " in a group that is " << kind) {
                BOOST_TEST(meanwhile(p, leave, write) ==
                           (std::string(kind) == "open" ? "403 not_a_member" : "404 not_found"));
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(what_was_archived_while_waiting_takes_nothing) {
    static constexpr plaza::persistence::command<std::int64_t> archive{
        "test.archive",
        "with g as (select id from plaza_group where id = $1 for update) "
        "update plaza_group set archived_at = now() where id in (select id from g)"};
    for (auto const& [what, write] : writes) {
        auto const p = make_place(shared::current->sql(), "open");
        BOOST_TEST_CONTEXT(what) {
            BOOST_TEST(meanwhile(
                           p, [&](connection& db) { db.run(archive, p.group); }, write) == "403 group_archived");
        }
    }
}

BOOST_AUTO_TEST_CASE(of_two_owners_who_leave_at_once_one_stays) {
    auto& sql = shared::current->sql();
    for (int round = 0; round < 20; ++round) {
        auto const group = add_group(sql);
        auto const slug = slug_of(sql, group);
        std::int64_t const owners[] = {add_person(sql), add_person(sql)};
        for (auto owner : owners) add_member(sql, group, owner, "owner");
        std::vector<std::future<std::string>> leaving;
        for (auto owner : owners) {
            leaving.push_back(std::async(std::launch::async, [&, owner] {
                connection db(shared::current->as_app());
                transaction tx(db);
                auto const out = outcome(groups::leave(db, actor_of(owner), slug));
                if (out == "ok") tx.commit();
                return out;
            }));
        }
        std::multiset<std::string> outcomes;
        for (auto& l : leaving) outcomes.insert(l.get());
        BOOST_TEST(outcomes == (std::multiset<std::string>{"409 last_owner", "ok"}), boost::test_tools::per_element());
        BOOST_TEST(sql.number("select count(*) from membership where group_id = $1 and role = 'owner'", {group}) == 1);
    }
}

BOOST_AUTO_TEST_CASE(numbers_of_posts_are_dense_however_many_write_at_once) {
    auto& sql = shared::current->sql();
    auto const p = make_place(sql, "open");
    std::vector<std::future<void>> writers;
    for (int w = 0; w < 4; ++w) {
        writers.push_back(std::async(std::launch::async, [&] {
            connection db(shared::current->as_app());
            for (int i = 0; i < 25; ++i) {
                transaction tx(db);
                auto const t = threads::access_thread(db, actor_of(p.person), p.thread, need::write);
                threads::write(db, actor_of(p.person), *t, {"answer", "B", {}}).value();
                if (i % 5 != 4) tx.commit();
            }
        }));
    }
    for (auto& w : writers) w.get();
    BOOST_TEST(sql.number("select count(*) from post where thread_id = $1", {p.thread}) == 81);
    BOOST_TEST(sql.number("select max(number) from post where thread_id = $1", {p.thread}) == 81);
    BOOST_TEST(sql.number("select answers from thread where id = $1", {p.thread}) == 80);
}

BOOST_AUTO_TEST_SUITE_END()
