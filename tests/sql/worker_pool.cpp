// SPDX-License-Identifier: EUPL-1.2
// The pool of database workers: limits, lost connections, order.
#include "support/database.hpp"
#include "support/pool_rig.hpp"

#include <boost/test/unit_test.hpp>

#include <atomic>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

using namespace plaza::tests;
using namespace std::chrono_literals;
using plaza::persistence::command;
using plaza::persistence::connection;
using plaza::persistence::connection_lost;
using plaza::persistence::database_options;
using plaza::persistence::overloaded;
using plaza::persistence::query;
using plaza::persistence::sql_error;
using plaza::persistence::transaction;
using clock_type = std::chrono::steady_clock;

namespace {

struct pool_tag {};
struct shared : shared_database<pool_tag> {
    shared() { current->sql().script("create table noted (n bigint); grant all on noted to plaza_app"); }
};

constexpr query<int()> pid{"test.pid", "select pg_backend_pid()"};
constexpr command<std::int64_t> note{"test.note", "insert into noted values ($1)"};
constexpr query<std::int64_t()> noted{"test.noted", "select count(*) from noted"};

auto pid_of(connection& db) { return db.one(pid); }

template <class F>
std::chrono::milliseconds time_of(F f) {
    auto const start = clock_type::now();
    f();
    return std::chrono::duration_cast<std::chrono::milliseconds>(clock_type::now() - start);
}

void terminate(int victim) {
    auto& sql = shared::current->sql();
    sql.truth("select pg_terminate_backend($1)", {victim});
    until("it is gone",
          [&] { return sql.number("select count(*) from pg_stat_activity where pid = $1", {victim}) == 0; });
}

}  // namespace

BOOST_AUTO_TEST_SUITE(worker_pool, *boost::unit_test::fixture<shared>())

BOOST_AUTO_TEST_CASE(values_and_failures_come_back) {
    rig r(patient(shared::current->as_app()));
    static constexpr query<int()> wrong{"test.zero", "select 1 / 0"};
    BOOST_TEST(r.now(asking(42)) == 42);
    BOOST_CHECK_THROW(r.now([](connection& db) { return db.one(wrong); }), sql_error);
    BOOST_CHECK_THROW(r.now([](connection&) -> int { throw std::out_of_range("mine"); }), std::out_of_range);
    BOOST_CHECK_THROW(r.now([](connection&) -> int { throw 7; }), int);
    BOOST_TEST(r.now(asking(43)) == 43);
    BOOST_TEST(r.figures().connects == 1u);
    BOOST_TEST(r.figures().refused == 0u);
}

BOOST_AUTO_TEST_CASE(one_worker_keeps_the_order_and_several_share_the_work) {
    {
        rig r(patient(shared::current->as_app()));
        std::vector<std::int64_t> order;
        std::vector<answer<bool>> answers;
        for (std::int64_t i = 0; i < 200; ++i) {
            answers.push_back(r.start([&order, i](connection& db) {
                order.push_back(db.one(echo, i));
                return true;
            }));
        }
        for (auto& a : answers) a.get();
        for (std::int64_t i = 0; i < 200; ++i) BOOST_TEST(order[static_cast<std::size_t>(i)] == i);
    }
    rig r(patient(shared::current->as_app(), 4));
    std::vector<answer<int>> pids;
    for (int i = 0; i < 4; ++i) {
        pids.push_back(r.start([](connection& db) {
            db.one(sleep_ms, 400);
            return db.one(pid);
        }));
    }
    std::set<int> seen;
    auto const took = time_of([&] {
        for (auto& p : pids) seen.insert(p.get());
    });
    BOOST_TEST(seen.size() == 4u);
    BOOST_TEST(took.count() < 1500 * slowness());  // one after the other it were 1,600
}

BOOST_AUTO_TEST_CASE(what_waits_too_long_for_a_worker_is_refused_and_never_done) {
    auto options = patient(shared::current->as_app());
    options.wait_limit = 100ms;
    rig r(options);
    r.now(asking(0));
    auto busy = r.start(sleeping(1000));
    std::atomic<bool> done{false};
    auto waiting = r.start([&](connection&) {
        done = true;
        return 1;
    });
    auto const took = time_of([&] { BOOST_CHECK_THROW(waiting.get(), overloaded); });
    BOOST_TEST(took.count() >= 80);
    BOOST_TEST(took.count() < 900 * slowness());
    BOOST_TEST(busy.get() == 1000);
    BOOST_TEST(r.now(asking(1)) == 1);
    BOOST_TEST(!done);
    BOOST_TEST(r.figures().refused == 1u);
    BOOST_TEST(r.figures().waiting == 0u);
}

BOOST_AUTO_TEST_CASE(a_late_answer_is_given_up_and_its_result_thrown_away) {
    auto options = patient(shared::current->as_app());
    options.answer_within = 150ms;
    rig r(options);
    r.now(asking(0));
    auto const before = shared::current->sql().number("select count(*) from noted");
    std::atomic<int> ran{0};
    auto late = r.start([&](connection& db) {
        db.one(sleep_ms, 1000);
        db.run(note, 1);
        ++ran;
        return std::string("late");
    });
    auto const took = time_of([&] { BOOST_CHECK_THROW(late.get(), overloaded); });
    BOOST_TEST(took.count() >= 130);
    BOOST_TEST(took.count() < 900 * slowness());
    // The work ran to its end all the same, and its worker does the next one as if nothing had been.
    until("the late one has ended", [&] { return ran == 1; });
    BOOST_TEST(r.now([](connection& db) { return db.one(noted); }) == before + 1);
}

BOOST_AUTO_TEST_CASE(a_full_queue_refuses_at_once) {
    auto options = patient(shared::current->as_app());
    options.queue_limit = 3;
    rig r(options);
    r.now(asking(0));
    auto busy = r.start(sleeping(800));
    until("the worker is busy", [&] { return r.figures().waiting == 0 && r.figures().done == 2; });
    std::vector<answer<std::int64_t>> waiting;
    for (int i = 0; i < 3; ++i) waiting.push_back(r.start(asking(i)));
    until("the queue is full", [&] { return r.figures().waiting == 3; });
    auto const took = time_of([&] { BOOST_CHECK_THROW(r.now(asking(9)), overloaded); });
    BOOST_TEST(took.count() < 600 * slowness());
    for (int i = 0; i < 3; ++i) BOOST_TEST(waiting[static_cast<std::size_t>(i)].get() == i);
}

BOOST_AUTO_TEST_CASE(a_connection_found_dead_at_the_first_statement_is_replaced_unseen) {
    rig r(patient(shared::current->as_app()));
    for (bool const in_transaction : {false, true}) {
        terminate(r.now(pid_of));
        BOOST_TEST_CONTEXT((in_transaction ? "in a transaction" : "alone")) {
            BOOST_TEST(r.now([&](connection& db) {
                if (!in_transaction) return db.one(echo, 5);
                transaction tx(db);
                auto const n = db.one(echo, 5);
                tx.commit();
                return n;
            }) == 5);
        }
    }
    BOOST_TEST(r.figures().connects == 3u);
}

BOOST_AUTO_TEST_CASE(a_connection_that_dies_later_fails_the_work_which_is_not_repeated) {
    rig r(patient(shared::current->as_app()));
    r.now(asking(0));
    for (bool const in_transaction : {false, true}) {
        std::atomic<int> runs{0};
        auto const before = shared::current->sql().number("select count(*) from noted");
        auto work = [&](connection& db) {
            ++runs;
            std::optional<transaction> tx;
            if (in_transaction) tx.emplace(db);
            db.run(note, 2);
            terminate(db.one(pid));
            db.run(note, 3);
            if (tx) tx->commit();
            return 1;
        };
        BOOST_TEST_CONTEXT((in_transaction ? "in a transaction" : "alone")) {
            BOOST_CHECK_THROW(r.now(work), connection_lost);
            BOOST_TEST(runs == 1);
            BOOST_TEST(r.now([](connection& db) { return db.one(noted); }) == before + (in_transaction ? 0 : 1));
        }
    }
}

BOOST_AUTO_TEST_CASE(a_transaction_left_open_does_not_reach_the_next_work) {
    rig r(patient(shared::current->as_app()));
    auto const before = r.now([](connection& db) { return db.one(noted); });
    r.now([](connection& db) {
        db.begin();
        db.run(note, 1);
        return 0;
    });
    auto const failing = [](connection& db) -> int {
        db.begin();
        db.run(note, 1);
        throw std::runtime_error("a fault");
    };
    BOOST_CHECK_THROW(r.now(failing), std::runtime_error);
    BOOST_TEST(r.now([](connection& db) { return db.in_transaction(); }) == false);
    BOOST_TEST(r.now([](connection& db) { return db.one(noted); }) == before);
}

BOOST_AUTO_TEST_CASE(a_database_that_cannot_be_reached_is_said_at_once_and_found_again) {
    auto options = patient(shared::current->as_app(), 2);
    auto const name = shared::current->name();
    plain_session admin(surroundings("PLAZA_TEST_OWNER_URL"));
    rig r(options);
    r.now(asking(0));
    admin.script("alter database " + name + " allow_connections false");
    struct opened {
        plain_session& admin;
        std::string name;
        ~opened() { admin.script("alter database " + name + " allow_connections true"); }
    };
    std::optional<opened> again(std::in_place, admin, name);
    for (int i = 0; i < 2; ++i) {
        plain_session super(surroundings("PLAZA_TEST_SUPERUSER_URL"));
        super.rows(
            "select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and application_name = 'tests'",
            {name});
    }
    for (int i = 0; i < 20; ++i) {
        auto const took = time_of([&] { BOOST_CHECK_THROW(r.now(asking(1)), connection_lost); });
        BOOST_TEST(took.count() < 500 * slowness());
    }
    again.reset();
    until("it is back", [&] {
        try {
            return r.now(asking(7)) == 7;
        } catch (connection_lost const&) {
            return false;
        }
    });
}

BOOST_AUTO_TEST_CASE(what_lost_against_another_may_be_run_again_and_is_not_by_itself) {
    // The pool hands the failure on; whoever began the unit of work knows whether it may be run again.
    rig r(patient(shared::current->as_app(), 2));
    auto& sql = shared::current->sql();
    sql.script(
        "create table pair (n int primary key, v int); insert into pair values (1, 0), (2, 0); grant all on pair to plaza_app");
    static constexpr command<int> touch{"test.touch", "update pair set v = v + 1 where n = $1"};
    std::atomic<int> ready{0}, runs{0};
    auto crossing = [&](int first, int second) {
        return [&, first, second](connection& db) {
            ++runs;
            transaction tx(db);
            db.run(touch, first);
            ++ready;
            while (ready < 2) std::this_thread::yield();
            db.run(touch, second);
            tx.commit();
            return 1;
        };
    };
    auto a = r.start(crossing(1, 2));
    auto b = r.start(crossing(2, 1));
    int deadlocks = 0;
    for (auto* answer : {&a, &b}) {
        try {
            answer->get();
        } catch (sql_error const& error) {
            BOOST_TEST(error.retryable());
            ++deadlocks;
        }
    }
    BOOST_TEST(deadlocks == 1);
    BOOST_TEST(runs == 2);
    BOOST_TEST(sql.number("select sum(v) from pair") == 2);
}

BOOST_AUTO_TEST_CASE(ending_finishes_what_began_and_refuses_what_waits) {
    rig r(patient(shared::current->as_app()));
    r.now(asking(0));
    auto began = r.start(sleeping(200));
    until("the worker is busy", [&] { return r.figures().done == 2; });
    std::atomic<int> ran{0};
    std::vector<answer<int>> waiting;
    for (int i = 0; i < 10; ++i) {
        waiting.push_back(r.start([&](connection& db) {
            db.one(sleep_ms, 200);
            return ++ran;
        }));
    }
    until("all wait", [&] { return r.figures().waiting == 10; });
    auto const took = time_of([&] { r.end_pool(); });
    BOOST_TEST(took.count() < 1500 * slowness());
    BOOST_TEST(began.get() == 200);
    for (auto& w : waiting) BOOST_CHECK_THROW(w.get(), overloaded);
    BOOST_TEST(ran == 0);
}

BOOST_AUTO_TEST_CASE(many_threads_and_workers_lose_nothing) {
    auto options = patient(shared::current->as_app(), 4);
    options.queue_limit = 10'000;
    rig r(options);
    std::atomic<std::int64_t> sum{0};
    std::vector<std::thread> askers;
    for (int t = 0; t < 4; ++t) {
        askers.emplace_back([&, t] {
            std::vector<answer<std::int64_t>> answers;
            for (int i = 0; i < 250; ++i) answers.push_back(r.start(asking(t * 250 + i)));
            for (auto& a : answers) {
                try {
                    sum += a.get();
                } catch (std::exception const&) {  // the sum tells
                }
            }
        });
    }
    for (auto& t : askers) t.join();
    BOOST_TEST(sum == 999 * 1000 / 2);
    BOOST_TEST(r.figures().done == 1000u);
    BOOST_TEST(r.figures().connects <= 4u);
}

BOOST_AUTO_TEST_SUITE_END()
