// SPDX-License-Identifier: EUPL-1.2
// Whoever was told that something was not done finds it not done.
#include "support/database.hpp"

#include "persistence/database.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/test/unit_test.hpp>

#include <atomic>
#include <optional>
#include <thread>

namespace asio = boost::asio;
using namespace plaza::tests;
using namespace std::chrono_literals;
using plaza::persistence::command;
using plaza::persistence::connection;
using plaza::persistence::overloaded;
using plaza::persistence::query;
using plaza::persistence::transaction;

namespace {

struct late_tag {};
struct shared : shared_database<late_tag> {
    shared() {
        // What is written takes as long to commit as it says.
        current->sql().script(R"(
            create table noted (n bigint); grant all on noted to plaza_app;
            create table slow_to_commit (ms bigint); grant all on slow_to_commit to plaza_app;
            create function hold_commit() returns trigger language plpgsql as
                $$ begin perform pg_sleep(new.ms / 1000.0); return null; end $$;
            create constraint trigger hold_commit after insert on slow_to_commit
                deferrable initially deferred for each row execute function hold_commit())");
    }
};

constexpr query<std::int64_t(std::int64_t)> sleep_ms{"test.sleep_ms",
                                                     "select $1::bigint from pg_sleep($1::bigint / 1000.0)"};
constexpr command<std::int64_t> note{"test.note", "insert into noted values ($1)"};

constexpr command<std::int64_t> commits_slowly{"test.commits_slowly", "insert into slow_to_commit values ($1)"};

struct fixture {
    asio::io_context io;
    std::optional<plaza::persistence::database> pool{std::in_place, options()};
    std::atomic<int> refused{0}, ended{0};

    static plaza::persistence::database_options options() {
        plaza::persistence::database_options o;
        o.connection = shared::current->as_app();
        o.workers = 1;
        o.wait_limit = 60s;
        o.answer_within = 200ms;
        o.commit_within = 1'500ms;
        return o;
    }
    ~fixture() { pool.reset(); }

    /// Writes, and is not ready before so many milliseconds; whether the answer was that it is done.
    bool writes(std::int64_t ms, std::chrono::milliseconds within = {}) {
        ended = 0;
        auto work = [this, ms](connection& db) {
            try {
                transaction tx(db);
                db.run(note, ms);
                db.one(sleep_ms, ms);
                tx.commit();
            } catch (overloaded const&) {
                ++refused;
                ++ended;
                throw;
            }
            ++ended;
            return 1;
        };
        auto answer = asio::co_spawn(io, pool->run(std::move(work), within), asio::use_future);
        io.restart();
        io.run();
        try {
            return answer.get() == 1;
        } catch (overloaded const&) {
            until("it has ended", [this] { return ended == 1; });
            return false;
        }
    }
    enum class told { done, not_done, unknown };
    /// Writes what takes so many milliseconds to commit.
    told commits(std::int64_t ms) {
        ended = 0;
        auto work = [this, ms](connection& db) {
            transaction tx(db);
            db.run(note, ms);
            db.run(commits_slowly, ms);
            try {
                tx.commit();
            } catch (...) {
                ++ended;
                throw;
            }
            ++ended;
            return 1;
        };
        auto answer = asio::co_spawn(io, pool->run(std::move(work)), asio::use_future);
        io.restart();
        io.run();
        auto said = told::done;
        try {
            answer.get();
        } catch (overloaded const&) {
            said = told::not_done;
        } catch (plaza::persistence::commit_unknown const&) {
            said = told::unknown;
        }
        until("it has ended", [this] { return ended == 1; });
        return said;
    }
    std::int64_t noted() { return shared::current->sql().number("select count(*) from noted"); }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(late_work, *boost::unit_test::fixture<shared>())

BOOST_FIXTURE_TEST_CASE(what_was_told_as_not_done_is_not_done, fixture) {
    writes(0);  // connects
    auto const before = noted();
    BOOST_TEST(!writes(800));
    BOOST_TEST(refused == 1);
    BOOST_TEST(noted() == before);
    // The same connection goes on with what comes next.
    BOOST_TEST(writes(0));
    BOOST_TEST(noted() == before + 1);
}

BOOST_FIXTURE_TEST_CASE(what_may_take_longer_is_waited_for, fixture) {
    writes(0);
    auto const before = noted();
    BOOST_TEST(writes(800, 60s));
    BOOST_TEST(refused == 0);
    BOOST_TEST(noted() == before + 1);
}

BOOST_FIXTURE_TEST_CASE(what_is_being_committed_when_its_time_ends_is_not_told_as_not_done, fixture) {
    writes(0);
    auto const before = noted();
    BOOST_TEST((commits(700) == told::done));
    BOOST_TEST(noted() == before + 1);
    BOOST_TEST(pool->figures().unknown == 0u);
}

BOOST_FIXTURE_TEST_CASE(a_commit_that_takes_too_long_is_told_as_unknown_and_may_be_done, fixture) {
    writes(0);
    auto const before = noted();
    BOOST_TEST((commits(2'500) == told::unknown));
    BOOST_TEST(noted() == before + 1);
    BOOST_TEST(pool->figures().unknown == 1u);
    BOOST_TEST(writes(0));
}

BOOST_FIXTURE_TEST_CASE(a_connection_that_is_lost_while_it_commits_is_told_as_unknown, fixture) {
    writes(0);
    std::thread killer([] {
        until("it is being committed", [] {
            return shared::current->sql().number(
                       "select count(pg_terminate_backend(pid)) from pg_stat_activity where query = 'commit' and state = 'active' "
                       "and datname = current_database()") > 0;
        });
    });
    BOOST_TEST((commits(1'200) == told::unknown));
    killer.join();
    BOOST_TEST(pool->figures().unknown == 1u);
}

BOOST_AUTO_TEST_SUITE_END()
