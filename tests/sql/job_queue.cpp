// SPDX-License-Identifier: EUPL-1.2
// The durable queue: each job once, again later when it fails, never doubled by a worker that was thought dead.
#include "support/database.hpp"

#include "jobs/queue.hpp"
#include "jobs/worker.hpp"

#include <boost/test/unit_test.hpp>

#include <atomic>
#include <future>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

using namespace plaza::tests;
namespace jobs = plaza::jobs;
using plaza::persistence::command;
using plaza::persistence::connection;
using plaza::persistence::query;
using plaza::persistence::transaction;

namespace {

struct queue_tag {};
struct shared : shared_database<queue_tag> {
    shared() { current->sql().script("create table effect (n text not null); grant all on effect to plaza_app"); }
};

constexpr command<std::string> leave_effect{"test.effect", "insert into effect values ($1)"};
constexpr query<int()> own_pid{"test.pid", "select pg_backend_pid()"};

struct fixture {
    connection db{shared::current->as_app()};
    plain_session& sql = shared::current->sql();
    jobs::workbook book{{"note", [](connection& c, std::string const& payload) { c.run(leave_effect, payload); }},
                        {"fail", [](connection& c, std::string const&) {
                             c.run(leave_effect, "failed");
                             throw std::runtime_error("out of paper");
                         }}};

    fixture() { sql.script("delete from job; delete from effect; delete from schedule_run"); }
    std::int64_t waiting() { return sql.number("select count(*) from job"); }
    std::int64_t effects() { return sql.number("select count(*) from effect"); }
    void let_time_pass() {
        sql.script("update job set run_at = now() - interval '1 second', locked_until = now() - interval '1 second'");
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(job_queue, fixture, *boost::unit_test::fixture<shared>())

BOOST_AUTO_TEST_CASE(a_job_is_done_with_what_it_was_given_and_goes) {
    BOOST_TEST(!jobs::do_one(db, book));
    jobs::enqueue(db, "note", R"({"to": "ñ"})");
    BOOST_TEST(jobs::do_one(db, book));
    BOOST_TEST(sql.text("select n from effect") == R"({"to": "ñ"})");
    BOOST_TEST(waiting() == 0);
    BOOST_TEST(!jobs::do_one(db, book));
}

BOOST_AUTO_TEST_CASE(a_job_that_another_has_taken_is_neither_kept_nor_put_off_by_who_had_it) {
    jobs::enqueue(db, "note", "{}", "", "letters");
    auto const first = jobs::take(db, "letters", 60);
    BOOST_REQUIRE(first.has_value());
    BOOST_TEST(!jobs::take(db, "letters", 60).has_value());
    BOOST_TEST(jobs::keep(db, *first, 60));
    let_time_pass();
    auto const second = jobs::take(db, "letters", 60);
    BOOST_REQUIRE(second.has_value());
    BOOST_TEST(!jobs::keep(db, *first, 60));
    BOOST_TEST(jobs::keep(db, *second, 60));
    jobs::postpone(db, *first, 3600, "late");
    BOOST_TEST(sql.number("select count(*) from job where run_at > now() + interval '30 minutes'") == 0);
    BOOST_TEST(jobs::keep(db, *second, 60));
}

BOOST_AUTO_TEST_CASE(a_job_exists_only_if_its_cause_does) {
    {
        transaction tx(db);
        jobs::enqueue(db, "note", "{}");
    }
    BOOST_TEST(waiting() == 0);
    {
        transaction tx(db);
        jobs::enqueue(db, "note", "{}");
        connection other(shared::current->as_app());
        BOOST_TEST(!jobs::do_one(other, book));
        tx.commit();
    }
    BOOST_TEST(jobs::do_one(db, book));
}

BOOST_AUTO_TEST_CASE(the_one_due_first_comes_first_and_none_before_its_time) {
    sql.script(
        "insert into job (kind, payload, run_at) values ('note', '3', now() - interval '1 second'), "
        "('note', '1', now() - interval '3 seconds'), ('note', '2', now() - interval '2 seconds'), "
        "('note', '4', now() + interval '1 hour')");
    while (jobs::do_one(db, book)) {
    }
    BOOST_TEST(sql.text("select string_agg(n, ',' order by ctid) from effect") == "1,2,3");
    BOOST_TEST(waiting() == 1);
}

BOOST_AUTO_TEST_CASE(several_workers_do_each_job_once) {
    constexpr int count = 300;
    sql.run("insert into job (kind, payload) select 'note', to_jsonb(n) from generate_series(1, $1::int) n", {count});
    std::vector<std::future<int>> workers;
    for (int w = 0; w < 5; ++w) {
        workers.push_back(std::async(std::launch::async, [this] {
            connection own(shared::current->as_app());
            int done = 0;
            while (jobs::do_one(own, book)) ++done;
            return done;
        }));
    }
    int done = 0;
    for (auto& w : workers) done += w.get();
    BOOST_TEST(done == count);
    BOOST_TEST(effects() == count);
    BOOST_TEST(sql.number("select count(distinct n) from effect") == count);
    BOOST_TEST(waiting() == 0);
}

BOOST_AUTO_TEST_CASE(a_job_that_is_being_done_keeps_nobody_waiting) {
    jobs::enqueue(db, "slow", "{}");
    jobs::enqueue(db, "note", "2");
    connection other(shared::current->as_app());
    book["slow"] = [&](connection&, std::string const&) {
        BOOST_TEST(jobs::do_one(other, book));
        BOOST_TEST(!jobs::do_one(other, book));
    };
    BOOST_TEST(jobs::do_one(db, book));
    BOOST_TEST(sql.text("select n from effect") == "2");
}

BOOST_AUTO_TEST_CASE(one_that_fails_leaves_no_effect_and_is_tried_again_after_growing_pauses) {
    jobs::enqueue(db, "fail", "{}");
    std::int64_t last_pause = 0;
    for (int attempt = 1; attempt < jobs::most_attempts; ++attempt) {
        BOOST_TEST_CONTEXT("attempt " << attempt) {
            BOOST_TEST(jobs::do_one(db, book));
            BOOST_TEST(!jobs::do_one(db, book));
            BOOST_TEST(sql.number("select attempts from job") == attempt);
            BOOST_TEST(sql.truth("select failed_at is null and locked_until is null from job"));
            BOOST_TEST(sql.text("select last_error from job") == "out of paper");
            auto const pause = sql.number("select ceil(extract(epoch from run_at - now()))::bigint from job");
            BOOST_TEST(pause > last_pause);
            last_pause = pause;
        }
        let_time_pass();
    }
    BOOST_TEST(jobs::do_one(db, book));
    BOOST_TEST(sql.truth("select failed_at is not null from job"));
    let_time_pass();
    BOOST_TEST(!jobs::do_one(db, book));
    BOOST_TEST(sql.number("select attempts from job") == jobs::most_attempts);
    BOOST_TEST(effects() == 0);
}

BOOST_AUTO_TEST_CASE(a_fault_of_any_kind_is_kept_with_the_job) {
    struct row {
        char const* what;
        jobs::work work;
        std::string kept;
    };
    static constexpr query<int()> zero{"test.zero", "select 1 / 0"};
    std::vector<row> const rows = {
        {"refused by the database", [](connection& c, auto const&) { c.one(zero); }, "sql 22012 in test.zero"},
        {"text that is not UTF-8", [](connection&, auto const&) { throw std::runtime_error("\xff\xfe"); }, ""},
        {"text with NUL", [](connection&, auto const&) { throw std::runtime_error(std::string("a\0b", 3)); }, ""},
        {"an endless text", [](connection&, auto const&) { throw std::runtime_error(std::string(1'000'000, 'x')); },
         ""},
        {"no exception of the library", [](connection&, auto const&) { throw 7; }, ""},
    };
    for (auto const& row : rows) {
        sql.script("delete from job");
        book["odd"] = row.work;
        jobs::enqueue(db, "odd", "{}");
        BOOST_TEST_CONTEXT(row.what) {
            bool tried = false;
            BOOST_CHECK_NO_THROW(tried = jobs::do_one(db, book));
            BOOST_TEST(tried);
            BOOST_TEST(sql.truth("select locked_until is null and run_at > now() and last_error is not null from job"));
            if (!row.kept.empty()) BOOST_TEST(sql.text("select last_error from job") == row.kept);
            BOOST_TEST(sql.number("select length(last_error) from job") < 2000);
        }
    }
    sql.script("delete from job");
    jobs::enqueue(db, "unheard of", "{}");
    BOOST_TEST(jobs::do_one(db, book));
    BOOST_TEST(sql.text("select last_error from job") == "no such kind of job");
}

BOOST_AUTO_TEST_CASE(a_worker_that_dies_loses_nothing) {
    jobs::enqueue(db, "die", "{}");
    book["die"] = [this](connection& c, std::string const&) {
        c.run(leave_effect, "before");
        sql.truth("select pg_terminate_backend($1)", {c.one(own_pid)});
        c.run(leave_effect, "after");
    };
    BOOST_CHECK_THROW(jobs::do_one(db, book), plaza::persistence::connection_lost);
    BOOST_TEST(effects() == 0);
    connection other(shared::current->as_app());
    BOOST_TEST(!jobs::do_one(other, book));  // its lease has not run out
    book["die"] = book["note"];
    let_time_pass();
    BOOST_TEST(jobs::do_one(other, book));
    BOOST_TEST(effects() == 1);
    BOOST_TEST(waiting() == 0);
}

BOOST_AUTO_TEST_CASE(one_that_kills_its_worker_again_and_again_is_put_aside) {
    jobs::enqueue(db, "note", "{}");
    // As if the process had died in the middle each time: taken, and never told how it went.
    sql.run("update job set attempts = $1::int, locked_until = now() - interval '1 second'", {jobs::most_attempts});
    BOOST_TEST(jobs::do_one(db, book));
    BOOST_TEST(effects() == 0);
    BOOST_TEST(sql.truth("select failed_at is not null from job"));
    BOOST_TEST(!jobs::do_one(db, book));
}

BOOST_AUTO_TEST_CASE(a_worker_that_was_thought_dead_has_no_second_effect) {
    struct row {
        char const* what;
        bool late_fails;
    };
    for (auto const& row : {row{"the late one ends well", false}, row{"the late one fails", true}}) {
        sql.script("delete from job; delete from effect");
        jobs::enqueue(db, "slow", "{}");
        connection second(shared::current->as_app()), third(shared::current->as_app());
        int runs = 0;
        book["slow"] = [&](connection& c, std::string const&) {
            c.run(leave_effect, "x");
            if (++runs > 1) return;
            // Its lease runs out while it works, and another takes the job.
            let_time_pass();
            BOOST_TEST(jobs::do_one(second, book));
            if (row.late_fails) throw std::runtime_error("late");
        };
        BOOST_TEST_CONTEXT(row.what) {
            BOOST_CHECK_NO_THROW(jobs::do_one(db, book));
            BOOST_TEST(effects() == 1);
            BOOST_TEST(waiting() == 0);
            BOOST_TEST(!jobs::do_one(third, book));
        }
    }
}

BOOST_AUTO_TEST_CASE(the_failure_of_a_late_worker_does_not_take_the_job_from_who_has_it) {
    jobs::enqueue(db, "slow", "{}");
    connection second(shared::current->as_app()), third(shared::current->as_app());
    int runs = 0;
    book["slow"] = [&](connection& c, std::string const&) {
        c.run(leave_effect, "x");
        if (++runs == 1) {
            let_time_pass();
            std::thread([&] {
                // While the second works, the first comes back and says that it failed.
                BOOST_TEST(jobs::do_one(second, book));
            }).join();
            throw std::runtime_error("late");
        }
        if (runs == 2) {
            BOOST_TEST(sql.truth("select locked_until > now() from job"));
        }
    };
    jobs::do_one(db, book);
    BOOST_TEST(runs == 2);
    BOOST_TEST(effects() == 1);
    BOOST_TEST(waiting() == 0);
}

BOOST_AUTO_TEST_CASE(of_one_key_one_waits) {
    jobs::enqueue(db, "note", "1", "key");
    jobs::enqueue(db, "note", "2", "key");
    jobs::enqueue(db, "note", "3", "other key");
    jobs::enqueue(db, "note", "4");
    jobs::enqueue(db, "note", "4");
    BOOST_TEST(waiting() == 4);
    while (jobs::do_one(db, book)) {
    }
    BOOST_TEST(sql.text("select string_agg(n, ',' order by n) from effect") == "1,3,4,4");
    jobs::enqueue(db, "note", "5", "key");
    BOOST_TEST(jobs::do_one(db, book));
    // One that failed for good does not stand in the way of the next.
    jobs::enqueue(db, "fail", "{}", "key");
    sql.run("update job set attempts = $1::int", {jobs::most_attempts - 1});
    BOOST_TEST(jobs::do_one(db, book));
    jobs::enqueue(db, "note", "6", "key");
    BOOST_TEST(waiting() == 2);
}

BOOST_AUTO_TEST_CASE(the_clock_starts_each_entry_once_for_all_processes) {
    std::vector<jobs::timetable_entry> const timetable{{"a", 60, "note"}, {"b", 3600, "note"}};
    auto const start_everywhere = [&] {
        std::vector<std::future<void>> processes;
        for (int p = 0; p < 4; ++p) {
            processes.push_back(std::async(std::launch::async, [&] {
                connection own(shared::current->as_app());
                for (int i = 0; i < 5; ++i) jobs::start_due(own, timetable);
            }));
        }
        for (auto& p : processes) p.get();
    };
    start_everywhere();
    BOOST_TEST(waiting() == 2);
    while (jobs::do_one(db, book)) {
    }
    start_everywhere();
    BOOST_TEST(waiting() == 0);
    sql.script("update schedule_run set last_run_at = last_run_at - interval '61 seconds'");
    start_everywhere();
    BOOST_TEST(waiting() == 1);
    // While the last one still waits there is no second, however often its time comes.
    sql.script("update schedule_run set last_run_at = last_run_at - interval '2 hours'");
    start_everywhere();
    BOOST_TEST(waiting() == 2);
}

BOOST_AUTO_TEST_CASE(a_clock_that_stepped_back_stops_nothing_for_long) {
    std::vector<jobs::timetable_entry> const timetable{{"a", 60, "note"}};
    sql.script("insert into schedule_run values ('a', now() + interval '1 year')");
    jobs::start_due(db, timetable);
    BOOST_TEST(waiting() == 1);
    jobs::start_due(db, timetable);
    BOOST_TEST(waiting() == 1);
    BOOST_TEST(sql.truth("select last_run_at <= now() from schedule_run"));
}

BOOST_AUTO_TEST_CASE(the_worker_thread_does_what_waits_and_survives_its_connection) {
    std::atomic<int> done{0};
    jobs::workbook counting{{"count", [&](connection&, std::string const&) { ++done; }}};
    jobs::worker worker(shared::current->as_app(), counting, {{"tick", 3600, "count"}});
    until("the clock's first", [&] { return done == 1; });
    jobs::enqueue(db, "count", "{}");
    until("the second", [&] { return done == 2 && waiting() == 0; });
    sql.rows(
        "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'tests jobs' and datname = current_database()");
    jobs::enqueue(db, "count", "{}");
    until("the third", [&] { return done == 3 && waiting() == 0; });
}

BOOST_AUTO_TEST_CASE(a_job_that_goes_on_by_itself_does_not_keep_the_clock_waiting) {
    std::atomic<int> ticks{0};
    std::atomic<bool> enough{false};
    jobs::workbook busy{{"tick", [&](connection&, std::string const&) { ++ticks; }},
                        {"on and on", [&](connection& c, std::string const&) {
                             if (!enough) jobs::enqueue(c, "on and on", "{}");
                         }}};
    jobs::enqueue(db, "on and on", "{}");
    jobs::worker worker(shared::current->as_app(), busy, {{"tick", 1, "tick"}});
    until("the clock has struck again", [&] { return ticks >= 3; });
    BOOST_TEST(waiting() >= 1);
    enough = true;
    until("it has ended", [&] { return waiting() == 0; });
}

BOOST_AUTO_TEST_SUITE_END()
