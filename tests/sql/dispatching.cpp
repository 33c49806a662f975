// SPDX-License-Identifier: EUPL-1.2
// From a request to its answer when the database refuses: begun again, told to come back, or a failure.
#include "support/database.hpp"
#include "support/population.hpp"

#include "dispatcher.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <boost/test/unit_test.hpp>

#include <future>
#include <string>
#include <vector>

namespace asio = boost::asio;
using namespace plaza::tests;
using plaza::transport::request;
using plaza::transport::response;
using plaza::transport::verb;

namespace {

struct dispatching_tag {};
struct shared : shared_database<dispatching_tag> {
    shared() {
        // Refuses as often as it is told to; a sequence remembers through rollbacks.
        current->sql().script(R"(
            create sequence refusals_left_sequence;
            create table refusals (code text not null, times int not null);
            grant all on refusals, refusals_left_sequence to plaza_app;
            create function refuse() returns trigger language plpgsql as $$
            declare r refusals;
            begin
                select * into r from refusals;
                if found and nextval('refusals_left_sequence') <= r.times then
                    raise exception using errcode = r.code, message = 'as told';
                end if;
                return new;
            end $$;
            create trigger refuse before insert on useful_mark for each row execute function refuse();)");
    }
};

struct fixture {
    // Outlives the workers that answer by it, and does not end between two questions.
    asio::io_context io;
    asio::executor_work_guard<asio::io_context::executor_type> busy{io.get_executor()};
    plain_session& sql = shared::current->sql();
    std::int64_t author = add_person(sql), reader = add_person(sql), group = add_group(sql);
    std::int64_t post = 0;
    std::string token;

    plaza::domain::environment env{plaza::base::cursor_codec(std::string(32, 'k')), "Plaza", false, "0"};
    plaza::rates rates{plaza::rate_settings{}};
    plaza::persistence::database pool{options()};
    plaza::domain::identity::password_pool passwords{1, 1, {std::size_t{19} * 1024 * 1024, 2}};
    plaza::domain::photos::studio photos{{}};
    plaza::domain::live::hub hub{env.cursors};
    plaza::domain::live::pump pump{shared::current->as_app(), hub};
    plaza::domain::files::store shelves{{}};
    plaza::domain::files::intake files{shelves, {}, true};
    plaza::dispatcher app{pool, passwords, photos, files, hub, pump, env, rates, "openapi: 3.1.0", 1};

    fixture() {
        add_member(sql, group, author);
        add_member(sql, group, reader);
        post = sql.number("select id from post where thread_id = $1", {add_thread(sql, group, author)});
        token = plaza::base::random_token(32);
        sql.run(
            "insert into session (token_hash, person_id, expires_at) values (decode($1, 'hex'), $2, now() + interval '1 day')",
            {plaza::base::sha256_hex(token), reader});
        refuse("", 0);
    }
    static plaza::persistence::database_options options() {
        plaza::base::start_crypto();
        plaza::persistence::database_options o;
        o.connection = shared::current->as_app();
        o.workers = 2;
        o.answer_within *= slowness();
        return o;
    }
    void refuse(std::string const& code, int times) {
        sql.script("delete from refusals; alter sequence refusals_left_sequence restart");
        if (times > 0) sql.run("insert into refusals values ($1, $2::int)", {code, times});
    }
    response ask(verb method, std::string const& path, std::string const& body = {}) {
        request r;
        r.method = method;
        r.path = path;
        r.body = body;
        r.client = "192.0.2.1";
        r.incident = "i1";
        if (!token.empty()) r.headers.add("Cookie", "__Host-plaza=" + token);
        if (!body.empty()) r.headers.add("Content-Type", "application/json");
        auto answer = asio::co_spawn(io, app.handle(r), asio::use_future);
        // The pool answers from its own threads: keep running until it has.
        while (answer.wait_for(std::chrono::seconds(0)) != std::future_status::ready)
            io.run_one_for(std::chrono::milliseconds(20));
        return answer.get();
    }
    response mark() { return ask(verb::put, "/api/v1/posts/" + std::to_string(post) + "/useful"); }
    std::int64_t marks() { return sql.number("select useful from post where id = $1", {post}); }
};

std::string type_of(response const& r) { return std::string(boost::json::parse(r.body).at("type").as_string()); }

}  // namespace

BOOST_FIXTURE_TEST_SUITE(dispatching, fixture, *boost::unit_test::fixture<shared>())

BOOST_AUTO_TEST_CASE(what_lost_against_another_is_begun_again) {
    for (auto const* code : {"40001", "40P01"}) {
        for (int times : {1, 3}) {
            sql.run("delete from useful_mark where post_id = $1", {post});
            refuse(code, times);
            BOOST_TEST_CONTEXT(code << " " << times << " times") {
                BOOST_TEST(mark().status == 200u);
                BOOST_TEST(marks() == 1);
                BOOST_TEST(sql.number("select last_value from refusals_left_sequence") == times + 1);
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(what_the_database_cannot_do_now_is_told_as_such_and_leaves_nothing) {
    struct row {
        char const* code;
        unsigned status;
        std::string type;
    };
    for (auto const& row :
         {row{"40001", 503, "unavailable"}, row{"57014", 503, "unavailable"}, row{"55P03", 503, "unavailable"},
          row{"53200", 503, "unavailable"}, row{"53100", 507, ""}}) {
        refuse(row.code, 1000);
        BOOST_TEST_CONTEXT(row.code) {
            auto const r = mark();
            BOOST_TEST(r.status == row.status);
            if (!row.type.empty()) BOOST_TEST(type_of(r) == row.type);
            BOOST_TEST(!r.headers.get("Retry-After").empty());
            BOOST_TEST(r.body.find("as told") == std::string::npos);
            BOOST_TEST(marks() == 0);
        }
    }
    refuse("", 0);
    BOOST_TEST(mark().status == 200u);
}

BOOST_AUTO_TEST_CASE(what_should_not_happen_is_a_failure) {
    refuse("22012", 1);
    BOOST_CHECK_THROW(mark(), plaza::persistence::sql_error);
    BOOST_TEST(marks() == 0);
    BOOST_TEST(mark().status == 200u);
}

BOOST_AUTO_TEST_CASE(a_refused_request_leaves_nothing) {
    sql.run("update session set person_id = $1", {author});  // whose own post it is
    auto const before = sql.number("select count(*) from event");
    BOOST_TEST(mark().status == 403u);
    BOOST_TEST(marks() == 0);
    BOOST_TEST(sql.number("select count(*) from event") == before);
}

BOOST_AUTO_TEST_CASE(who_may_not_is_refused_before_anything_is_read) {
    struct row {
        char const* what;
        std::string change;
        unsigned status;
        std::string type;
    };
    auto const id = std::to_string(reader);
    std::vector<row> const rows = {
        {"nobody", "", 401, "not_signed_in"},
        {"a session that ended", "update session set expires_at = now()", 401, "not_signed_in"},
        {"a session that was not used for long", "update session set last_used_at = now() - interval '15 days'", 401,
         "not_signed_in"},
        {"second factor pending", "update session set second_factor_pending = true", 428, "second_factor_pending"},
        {"policy pending", "update person set policy_accepted_at = null where id = " + id, 428, "policy_pending"},
        {"suspended", "update person set status = 'suspended' where id = " + id, 403, "suspended"},
        {"erased", "update person set status = 'erased' where id = " + id, 401, "not_signed_in"},
    };
    for (auto const& row : rows) {
        sql.script(
            "update session set expires_at = now() + interval '1 day', last_used_at = now(), second_factor_pending = false; "
            "update person set status = 'active', policy_accepted_at = now()");
        BOOST_TEST_REQUIRE(ask(verb::get, "/api/v1/me").status == 200u);
        auto const kept = token;
        if (row.change.empty()) {
            token.clear();
        } else {
            sql.script(row.change);
        }
        BOOST_TEST_CONTEXT(row.what) {
            for (auto const& r : {ask(verb::get, "/api/v1/me"), mark(), ask(verb::get, "/api/v1/threads/1"),
                                  ask(verb::post, "/api/v1/groups", "{}")}) {
                BOOST_TEST(r.status == row.status);
                BOOST_TEST(type_of(r) == row.type);
            }
        }
        token = kept;
    }
}

BOOST_AUTO_TEST_CASE(readiness_is_of_the_database_and_its_schema) {
    token.clear();
    BOOST_TEST(ask(verb::get, "/readyz").status == 200u);
    // While a newer server takes over, this one goes on with the schema that the newer one made.
    sql.script("insert into schema_migration (version, name, digest) values (99, 'later', '')");
    BOOST_TEST(ask(verb::get, "/readyz").status == 200u);
    sql.script("update schema_migration set version = -version");
    BOOST_TEST(ask(verb::get, "/readyz").status == 503u);
    BOOST_TEST(ask(verb::get, "/healthz").status == 200u);
    sql.script("update schema_migration set version = -version; delete from schema_migration where version = 99");
    BOOST_TEST(ask(verb::get, "/readyz").status == 200u);
    app.stopping();
    BOOST_TEST(ask(verb::get, "/readyz").status == 503u);
}

BOOST_AUTO_TEST_SUITE_END()
