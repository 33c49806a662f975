// SPDX-License-Identifier: EUPL-1.2
// What the application's role may not do, whatever SQL it were made to run.
#include "support/database.hpp"
#include "support/population.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

using namespace plaza::tests;

namespace {

struct rights_tag {};
using shared = shared_database<rights_tag>;

/// As the server: the role is taken on and cannot be more than itself.
std::unique_ptr<plain_session> as_app() {
    auto session = std::make_unique<plain_session>(shared::current->url());
    session->script("set role plaza_app");
    return session;
}

/// "done", or the state of the refusal. Nothing stays.
std::string outcome(plain_session& session, std::string const& statement) {
    std::string out = "done";
    session.script("begin");
    try {
        session.script(statement);
    } catch (sql_refused const& error) {
        out = error.state();
    }
    session.script("rollback");
    return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(rights, *boost::unit_test::fixture<shared>())

BOOST_AUTO_TEST_CASE(nothing_can_be_defined_changed_or_dropped) {
    auto const app = as_app();
    std::vector<std::string> const statements = {
        "create table x (n int)",
        "create view x as select 1",
        "create function x() returns int language sql as 'select 1'",
        "create or replace function visible_groups(viewer bigint) returns table (group_id bigint, role text, may_read boolean) "
        "language sql as 'select id, null::text, true from plaza_group'",
        "create schema x",
        "create type x as (n int)",
        "create sequence x",
        "create index x on person (name)",
        "create trigger x before insert on person for each row execute function post_counts()",
        "create extension pg_trgm",
        "create role x",
        "alter table person add column x int",
        "alter table person disable trigger all",
        "alter table person owner to plaza_app",
        "alter function new_id() rename to x",
        "alter role plaza_app superuser",
        "drop table person",
        "drop function visible_groups(bigint)",
        "drop trigger post_counts on post",
        "drop schema public cascade",
        "truncate person cascade",
        "truncate audit cascade",
        "reindex table person",
        "comment on table person is 'x'",
    };
    for (auto const& statement : statements) {
        BOOST_TEST_CONTEXT(statement) { BOOST_TEST(outcome(*app, statement) == "42501"); }
    }
}

BOOST_AUTO_TEST_CASE(what_was_recorded_cannot_be_rewritten) {
    auto& sql = shared::current->sql();
    sql.rows("select write_audit(null, 'test', 'thing', 1, '{}')");
    auto const app = as_app();
    for (auto const& statement :
         {"update audit set action = 'x'", "delete from audit", "update schema_migration set digest = 'x'",
          "delete from schema_migration", "insert into schema_migration (version, name, digest) values (99, 'x', 'x')",
          "update installation_secret set value = 'x'", "delete from installation_secret",
          "insert into installation_secret values ('x', 'x')", "update id_key set key = 1", "delete from id_key"}) {
        BOOST_TEST_CONTEXT(statement) { BOOST_TEST(outcome(*app, statement) == "42501"); }
    }
}

BOOST_AUTO_TEST_CASE(the_files_and_programs_of_the_machine_are_out_of_reach) {
    auto const app = as_app();
    for (auto const& statement : {"select pg_read_file('/etc/passwd')", "copy person to '/tmp/x'",
                                  "copy person from program 'true'", "select lo_import('/etc/passwd')"}) {
        BOOST_TEST_CONTEXT(statement) { BOOST_TEST(outcome(*app, statement) == "42501"); }
    }
}

BOOST_AUTO_TEST_CASE(its_work_can_be_done) {
    auto const app = as_app();
    for (auto const& statement : {
             "insert into person (name) values ('x')",
             "select write_audit(null, 'test', 'thing', 1, '{}')",
             "select publish_events()",
             "select new_id()",
             "select * from visible_groups(1), recount()",
             "select verify_audit()",
             "select value from installation_secret where name = 'cursor'",
             "listen plaza_event",
             "delete from session",
         }) {
        BOOST_TEST_CONTEXT(statement) { BOOST_TEST(outcome(*app, statement) == "done"); }
    }
}

BOOST_AUTO_TEST_CASE(it_owns_nothing_and_is_no_superuser) {
    auto& sql = shared::current->sql();
    BOOST_TEST(sql.number("select count(*) from pg_shdepend d join pg_roles r on r.oid = d.refobjid "
                          "where r.rolname = 'plaza_app' and d.deptype = 'o'") == 0);
    BOOST_TEST(
        !sql.truth("select rolsuper or rolcreatedb or rolcreaterole or rolbypassrls or rolreplication "
                   "from pg_roles where rolname = 'plaza_app'"));
    BOOST_TEST(sql.number("select count(*) from pg_auth_members m join pg_roles r on r.oid = m.member "
                          "where r.rolname = 'plaza_app'") == 0);
    // No function runs with more than the rights of its caller.
    BOOST_TEST(sql.number("select count(*) from pg_proc where prosecdef and pronamespace = 'public'::regnamespace") ==
               0);
}

BOOST_AUTO_TEST_SUITE_END()
