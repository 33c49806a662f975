// SPDX-License-Identifier: EUPL-1.2
// What goes on around an import: a database that fails, people who write, other imports, its audit.
#include "domain/imports/stack_exchange.hpp"
#include "persistence/errors.hpp"
#include "support/database.hpp"
#include "support/dump_files.hpp"

#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

#include <chrono>
#include <csignal>
#include <future>
#include <sstream>
#include <string>
#include <sys/wait.h>
#include <unistd.h>

using namespace plaza::tests;
namespace imports = plaza::domain::imports;
namespace persistence = plaza::persistence;
namespace json = boost::json;

BOOST_AUTO_TEST_SUITE(stack_exchange_trouble)

namespace {

struct world {
    database base;
    plain_session& sql = base.sql();
    plaza::testing::dump_folder dump;

    world() {
        sql.run("insert into person (name, network_role) values ('Administradora', 'administrator')");
        write_whole_dump(dump);
    }
    json::object import(std::chrono::milliseconds patience = std::chrono::seconds(20)) {
        persistence::connection own(base.as_command());
        return import_on(own, patience);
    }
    json::object import_on(persistence::connection& db, std::chrono::milliseconds patience) {
        std::ostringstream progress;
        return imports::import_stack_exchange(db, {dump.path(), "archivo", false, patience}, progress);
    }
    /// Rows of the table for which the condition holds are refused with that SQLSTATE.
    void refuse(std::string const& table, std::string const& condition, std::string const& state) {
        sql.script("create or replace function refuse() returns trigger language plpgsql as $$ begin if " + condition +
                   " then raise exception using errcode = '" + state +
                   "'; end if; return new; end $$;"
                   "create or replace trigger refuse before insert on " +
                   table + " for each row execute function refuse()");
    }
    void accept_again(std::string const& table) { sql.script("drop trigger refuse on " + table); }
    /// Comments wait at the door until the session given ends its transaction.
    void pause_at_comments(plain_session& holder) {
        sql.script(
            "create function pause() returns trigger language plpgsql as $$ begin "
            "perform pg_advisory_xact_lock_shared(4711); return new; end $$;"
            "create trigger pause before insert on post for each row when (new.role = 'comment') "
            "execute function pause()");
        holder.script("begin");
        holder.script("select pg_advisory_xact_lock(4711)");
    }
    std::string authors() {
        return sql.text(
            "select string_agg(t.title || ' ' || p.number || ' ' || a.name, ',' order by t.created_at, p.number) "
            "from post p join thread t on t.id = p.thread_id join person a on a.id = p.author_id");
    }
    std::int64_t audited(std::string const& action) {
        return sql.number("select count(*) from audit where action = $1", {action});
    }
    /// As somebody who writes in the thread.
    void write_here(std::string const& title) {
        sql.run(
            "insert into post (thread_id, number, role, author_id, body, html) "
            "select t.id, t.next_number, 'answer', p.id, 'Desde aquí', '<p>Desde aquí</p>' "
            "from thread t, person p where t.title = $1 and p.name = 'Administradora'",
            {title});
    }
};

std::string const right_authors =
    "¿Cómo se hace? 1 Ana,¿Cómo se hace? 2 Borrado,¿Cómo se hace? 3 Borrado,¿Cómo se hace? 4 Ana,"
    "¿Cómo se hace? 5 Luis,¿Cómo se hace? 6 Ana,Otra 1 Luis";

}  // namespace

BOOST_AUTO_TEST_CASE(a_database_that_fails_ends_the_import_and_the_next_one_goes_on) {
    // A full disk, no memory, a timeout, a missing right, a broken index.
    for (auto const* state : {"53100", "53200", "57014", "42501", "XX002"}) {
        BOOST_TEST_CONTEXT(state) {
            world w;
            for (auto const* table : {"person", "post", "thread_link"}) {
                w.refuse(table, "true", state);
                BOOST_CHECK_EXCEPTION(w.import(), persistence::sql_error,
                                      [&](auto const& error) { return error.state() == state; });
                w.accept_again(table);
            }
            w.import();
            BOOST_TEST(w.authors() == right_authors);
            BOOST_TEST(w.sql.number("select count(*) from person where status = 'imported'") == 4);
        }
    }
}

BOOST_FIXTURE_TEST_CASE(what_lost_against_another_transaction_is_tried_again, world) {
    sql.script("create sequence attempts; grant usage on attempts to plaza_app");
    refuse("post", "nextval('attempts') <= 3", "40P01");
    auto const report = import();
    BOOST_TEST(report.at("skipped").as_array().size() > 0u);
    BOOST_TEST(json::serialize(report.at("skipped")).find("refused") == std::string::npos);
    BOOST_TEST(authors() == right_authors);
}

BOOST_FIXTURE_TEST_CASE(posts_of_a_person_who_could_not_be_stored_find_them_later, world) {
    refuse("person", "new.name = 'Luis'", "23514");
    auto const first = import();
    BOOST_TEST(json::serialize(first.at("skipped")).find(R"("Users.xml","row":2,"reason":"refused)") !=
               std::string::npos);
    BOOST_TEST(json::serialize(first.at("notes")).find(R"("Posts.xml","row":12,"reason":"author unknown)") !=
               std::string::npos);
    BOOST_TEST(authors().find("5 Antiguo usuario") != std::string::npos);
    accept_again("person");
    auto const second = import();
    BOOST_TEST(second.at("stored").at("people").to_number<int>() == 1);
    BOOST_TEST(authors() == right_authors);
    BOOST_TEST(sql.number("select count(*) from person where name = 'Antiguo usuario'") == 0);
    BOOST_TEST(import().at("stored").at("people").to_number<int>() == 0);
}

BOOST_FIXTURE_TEST_CASE(unknown_people_stay_apart, world) {
    dump.write("Users", {});
    dump.write("Comments", {R"(Id="1" PostId="11" Text="uno" CreationDate="2020-02-02T11:00:00.000" UserId="8")",
                            R"(Id="2" PostId="11" Text="dos" CreationDate="2020-02-02T12:00:00.000" UserId="9")",
                            R"(Id="3" PostId="11" Text="tres" CreationDate="2020-02-02T13:00:00.000" UserId="8")"});
    import();
    BOOST_TEST(sql.number("select count(distinct author_id) from post where role = 'comment'") == 2);
}

BOOST_FIXTURE_TEST_CASE(the_audit_knows_of_an_import_before_anything_is_stored, world) {
    refuse("thread_link", "true", "53100");
    BOOST_CHECK_THROW(import(), persistence::sql_error);
    BOOST_TEST(sql.number("select count(*) from post") == 7);
    BOOST_TEST(audited("dump.import_started") == 1);
    BOOST_TEST(audited("dump.imported") == 0);
    BOOST_TEST(sql.text("select d.details->>'source' from audit a join audit_detail d using (seq) "
                        "where a.action = 'dump.import_started'") == "stackexchange:archivo");
    // Neither the group without the row nor the row without the group.
    BOOST_TEST(
        sql.truth("select g.id = a.object_id from plaza_group g, audit a where a.action = 'dump.import_started'"));
    accept_again("thread_link");
    import();
    BOOST_TEST(audited("dump.import_started") == 2);
    BOOST_TEST(audited("dump.imported") == 1);
    BOOST_TEST(sql.maybe("select verify_audit()").has_value() == false);
}

BOOST_FIXTURE_TEST_CASE(without_its_audit_row_nothing_is_stored, world) {
    refuse("audit", "new.action = 'dump.import_started'", "53100");
    BOOST_CHECK_THROW(import(), persistence::sql_error);
    BOOST_TEST(sql.number("select (select count(*) from plaza_group) + (select count(*) from post) + "
                          "(select count(*) from person where status = 'imported')") == 0);
}

BOOST_FIXTURE_TEST_CASE(nobody_takes_a_number_that_is_being_stored, world) {
    plain_session holder(base.url());
    pause_at_comments(holder);
    auto running = std::async(std::launch::async, [&] { return import(); });
    until(
        "the comments wait", [&] { return waiting_for_locks(sql) == 1; }, 20'000);
    BOOST_TEST(sql.number("select count(*) from post") == 4);
    sql.script("set lock_timeout = 100");
    BOOST_CHECK_EXCEPTION(write_here("¿Cómo se hace?"), sql_refused,
                          [](auto const& error) { return error.state() == "55P03"; });
    BOOST_CHECK_NO_THROW(write_here("Otra"));
    holder.script("rollback");
    BOOST_TEST(running.get().at("stored").at("comments").to_number<int>() == 3);
}

BOOST_FIXTURE_TEST_CASE(numbers_that_people_took_meanwhile_are_theirs, world) {
    // Between the plan and the comments: when the accepted answer of the first thread has come.
    sql.script(
        "create function answer_here() returns trigger language plpgsql as $$ begin "
        "insert into post (thread_id, number, role, author_id, body, html) "
        "select t.id, t.next_number, 'answer', p.id, 'Desde aquí', '<p>Desde aquí</p>' "
        "from thread t, person p where t.title = '¿Cómo se hace?' and p.name = 'Administradora'; "
        "return null; end $$;"
        "create trigger answer_here after insert on import_origin for each row "
        "when (new.kind = 'post' and new.old_id = '12') execute function answer_here()");
    auto const report = import();
    BOOST_TEST(json::serialize(report.at("skipped")).find("refused") == std::string::npos);
    BOOST_TEST(report.at("stored").at("comments").to_number<int>() == 3);
    // Planned were 2, 4 and 6; somebody took 6.
    BOOST_TEST(
        sql.text("select string_agg(p.number || ' ' || coalesce(p.parent || ' ', '') || p.body, ',' order by p.number) "
                 "from post p join thread t on t.id = p.thread_id where t.title = '¿Cómo se hace?'") ==
        "1 Hola _a todos_,3 Así no,5 Así **sí**,6 Desde aquí,7 1 Gracias,8 3 ¿Por qué?,9 5 Perfecto");
    BOOST_TEST(sql.number("select count(*) from recount()") == 0);
    auto const again = import();
    BOOST_TEST(again.at("stored").at("comments").to_number<int>() == 0);
    BOOST_TEST(sql.number("select count(*) from post") == 8);
}

BOOST_FIXTURE_TEST_CASE(the_next_import_need_not_wait_for_the_end_of_a_connection, world) {
    persistence::connection still_open(base.as_command());
    import_on(still_open, std::chrono::seconds(0));
    BOOST_CHECK_NO_THROW(import(std::chrono::seconds(0)));
    refuse("thread_link", "true", "53100");
    persistence::connection failed(base.as_command());
    dump.write("PostLinks",
               {R"(Id="9" PostId="10" RelatedPostId="20" LinkTypeId="1" CreationDate="2020-03-02T00:00:00.000")"});
    BOOST_CHECK_THROW(import_on(failed, std::chrono::seconds(0)), persistence::sql_error);
    accept_again("thread_link");
    BOOST_CHECK_NO_THROW(import(std::chrono::seconds(0)));
}

BOOST_FIXTURE_TEST_CASE(two_at_once_are_refused, world) {
    plain_session holder(base.url());
    pause_at_comments(holder);
    auto running = std::async(std::launch::async, [&] { return import(); });
    until(
        "the comments wait", [&] { return waiting_for_locks(sql) == 1; }, 20'000);
    BOOST_CHECK_EXCEPTION(import(std::chrono::milliseconds(100)), std::runtime_error, [](auto const& error) {
        return std::string(error.what()) == "another import into archivo is running";
    });
    holder.script("rollback");
    BOOST_TEST(running.get().at("stored").at("comments").to_number<int>() == 3);
}

BOOST_FIXTURE_TEST_CASE(a_killed_import_does_not_keep_its_place_while_its_statement_waits, world) {
    plain_session holder(base.url());
    pause_at_comments(holder);
    auto const child = ::fork();
    if (child == 0) {
        try {
            import();
        } catch (...) {
        }
        ::_exit(0);
    }
    until(
        "the comments wait", [&] { return waiting_for_locks(sql) == 1; }, 20'000);
    ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
    BOOST_TEST(WIFSIGNALED(status));
    // What its backend waits for is still held.
    until(
        "its backend has gone", [&] { return waiting_for_locks(sql) == 0; }, 10'000);
    sql.script("drop trigger pause on post");
    import();
    holder.script("rollback");
    BOOST_TEST(authors() == right_authors);
}

BOOST_AUTO_TEST_SUITE_END()
