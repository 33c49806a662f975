// SPDX-License-Identifier: EUPL-1.2
// Transactions: all or nothing, whatever ends them.
#include "support/database.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace plaza::tests;
using plaza::persistence::command;
using plaza::persistence::connection;
using plaza::persistence::connection_lost;
using plaza::persistence::query;
using plaza::persistence::sql_error;
using plaza::persistence::transaction;

namespace {

struct transactions_tag {};
struct shared : shared_database<transactions_tag> {
    shared() {
        current->sql().script(
            "create table counted (n bigint primary key, parent bigint references counted (n) deferrable initially deferred);"
            "grant all on counted to plaza_app");
    }
};

constexpr command<std::int64_t> put{"test.put", "insert into counted (n) values ($1)"};
constexpr command<std::int64_t, std::int64_t> put_child{"test.put_child",
                                                        "insert into counted (n, parent) values ($1, $2)"};
constexpr query<std::int64_t()> count{"test.count", "select count(*) from counted"};
constexpr query<int()> pid{"test.pid", "select pg_backend_pid()"};

struct fixture {
    connection db{shared::current->as_app()};
    plain_session& sql = shared::current->sql();
    fixture() { sql.script("delete from counted"); }
    std::int64_t rows() { return sql.number("select count(*) from counted"); }
    void kill() {
        auto const victim = db.one(pid);
        sql.truth("select pg_terminate_backend($1)", {victim});
        until("it is gone",
              [&] { return sql.number("select count(*) from pg_stat_activity where pid = $1", {victim}) == 0; });
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(transactions, *boost::unit_test::fixture<shared>())

BOOST_FIXTURE_TEST_CASE(what_is_committed_stays, fixture) {
    transaction tx(db);
    db.run(put, 1);
    BOOST_TEST(db.in_transaction());
    BOOST_TEST(rows() == 0);
    tx.commit();
    BOOST_TEST(!db.in_transaction());
    BOOST_TEST(rows() == 1);
}

BOOST_FIXTURE_TEST_CASE(what_is_not_committed_goes, fixture) {
    {
        transaction tx(db);
        db.run(put, 1);
    }
    BOOST_TEST(!db.in_transaction());
    BOOST_TEST(db.one(count) == 0);
    try {
        transaction tx(db);
        db.run(put, 2);
        throw std::runtime_error("a fault");
    } catch (std::runtime_error const&) {
    }
    BOOST_TEST(db.one(count) == 0);
    db.run(put, 3);  // the connection is good for more
    BOOST_TEST(rows() == 1);
}

BOOST_FIXTURE_TEST_CASE(after_a_refusal_nothing_is_committed, fixture) {
    transaction tx(db);
    db.run(put, 1);
    BOOST_CHECK_THROW(db.run(put, 1), sql_error);
    try {
        db.run(put, 2);
        BOOST_ERROR("accepted in an aborted transaction");
    } catch (sql_error const& error) {
        BOOST_TEST(error.state() == "25P02");
    }
    // PostgreSQL answers COMMIT here with success and rolls back.
    BOOST_CHECK_THROW(tx.commit(), sql_error);
    BOOST_TEST(rows() == 0);
    BOOST_TEST(db.one(count) == 0);
}

BOOST_FIXTURE_TEST_CASE(a_query_first_used_in_an_aborted_transaction_works_later, fixture) {
    static constexpr query<std::int64_t()> fresh{"test.fresh", "select 42::bigint"};
    {
        transaction tx(db);
        db.run(put, 1);
        BOOST_CHECK_THROW(db.run(put, 1), sql_error);
        BOOST_CHECK_THROW(db.one(fresh), sql_error);
    }
    BOOST_TEST(db.one(fresh) == 42);
}

BOOST_FIXTURE_TEST_CASE(a_constraint_that_fails_at_commit_is_named, fixture) {
    transaction tx(db);
    db.run(put_child, 1, 99);
    try {
        tx.commit();
        BOOST_ERROR("committed");
    } catch (sql_error const& error) {
        BOOST_TEST(error.foreign_key_violation());
        BOOST_TEST(error.constraint() == "counted_parent_fkey");
    }
    BOOST_TEST(!db.in_transaction());
    BOOST_TEST(db.one(count) == 0);
}

BOOST_FIXTURE_TEST_CASE(a_backend_that_dies_between_statements_is_a_lost_connection, fixture) {
    kill();
    BOOST_CHECK_THROW(db.one(count), connection_lost);
    BOOST_TEST(db.lost());
    BOOST_CHECK_THROW(db.one(count), connection_lost);
    BOOST_CHECK_THROW(db.begin(), connection_lost);
}

BOOST_FIXTURE_TEST_CASE(a_backend_that_dies_in_a_transaction_leaves_nothing, fixture) {
    {
        transaction tx(db);
        db.run(put, 1);
        kill();
        BOOST_CHECK_THROW(db.run(put, 2), connection_lost);
    }
    BOOST_TEST(db.lost());
    BOOST_TEST(rows() == 0);
}

BOOST_FIXTURE_TEST_CASE(a_backend_that_dies_before_commit_is_no_success, fixture) {
    transaction tx(db);
    db.run(put, 1);
    kill();
    BOOST_CHECK_THROW(tx.commit(), connection_lost);
    BOOST_TEST(db.lost());
    BOOST_TEST(rows() == 0);
}

BOOST_FIXTURE_TEST_CASE(a_backend_that_dies_before_rollback_is_noticed, fixture) {
    {
        transaction tx(db);
        db.run(put, 1);
        kill();
    }
    BOOST_TEST(db.lost());
    BOOST_TEST(rows() == 0);
}

BOOST_FIXTURE_TEST_CASE(too_long_a_statement_ends_and_the_connection_goes_on, fixture) {
    static constexpr query<int()> sleep{"test.sleep", "select 1 from pg_sleep(10)"};
    auto options = shared::current->as_app();
    options.statement_timeout_ms = 100;
    connection impatient(options);
    try {
        impatient.one(sleep);
        BOOST_ERROR("slept");
    } catch (sql_error const& error) {
        BOOST_TEST(error.state() == "57014");
        BOOST_TEST(error.temporary());
    }
    BOOST_TEST(!impatient.lost());
    BOOST_TEST(impatient.one(count) == 0);
}

BOOST_FIXTURE_TEST_CASE(too_long_a_wait_for_a_lock_ends, fixture) {
    static constexpr command<> touch{"test.touch", "update counted set n = n"};
    sql.script("insert into counted values (1)");
    plain_session holder(shared::current->url());
    holder.script("begin; update counted set n = 1");
    auto options = shared::current->as_app();
    options.lock_timeout_ms = 100;
    connection impatient(options);
    try {
        impatient.run(touch);
        BOOST_ERROR("did not wait");
    } catch (sql_error const& error) {
        BOOST_TEST(error.state() == "55P03");
        BOOST_TEST(error.temporary());
    }
}

BOOST_FIXTURE_TEST_CASE(who_does_nothing_in_a_transaction_is_cut_off, fixture) {
    auto options = shared::current->as_app();
    options.idle_in_transaction_timeout_ms = 100;
    connection idle(options);
    transaction tx(idle);
    idle.run(put, 1);
    until("the transaction is ended", [&] {
        return sql.number(
                   "select count(*) from pg_stat_activity where state like 'idle in transaction%' "
                   "and datname = current_database()") == 0;
    });
    BOOST_CHECK_THROW(idle.run(put, 2), connection_lost);
    BOOST_TEST(rows() == 0);
}

BOOST_FIXTURE_TEST_CASE(a_plan_that_a_migration_changed_is_not_kept, fixture) {
    static constexpr query<std::int64_t()> read{"test.read_changed", "select * from changed"};
    sql.script("create table changed (n bigint); insert into changed values (1); grant select on changed to plaza_app");
    BOOST_TEST(db.one(read) == 1);
    sql.script("alter table changed add column m bigint");
    BOOST_CHECK_THROW(db.one(read), std::exception);
    // Only a new connection helps: this one says that it is no good any more.
    BOOST_TEST(db.lost());
}

BOOST_FIXTURE_TEST_CASE(notifications_are_waited_for, fixture) {
    static constexpr command<> listen{"test.listen", "listen test_channel"};
    db.run(listen);
    BOOST_TEST(!db.wait_for_notification(20));
    sql.script("notify test_channel");
    BOOST_TEST(db.wait_for_notification(5000));
    BOOST_TEST(!db.wait_for_notification(20));
    kill();
    // The last words of the server may come first.
    BOOST_CHECK_THROW(until("it is noticed", [&] { return db.wait_for_notification(100); }), connection_lost);
    BOOST_TEST(db.lost());
}

BOOST_AUTO_TEST_SUITE_END()
