// SPDX-License-Identifier: EUPL-1.2
// Publishing: positions are dense, every committed event has exactly one, and what happened to one thread comes in the
// order of its commits, however many write, give up and publish at once.
#include "support/database.hpp"
#include "support/population.hpp"

#include "domain/live/events.hpp"
#include "domain/live/stream_sql.hpp"
#include "domain/threads/threads.hpp"

#include <boost/test/unit_test.hpp>

#include <atomic>
#include <future>
#include <map>
#include <mutex>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <vector>

using namespace plaza::tests;
namespace live = plaza::domain::live;
namespace threads = plaza::domain::threads;
using plaza::domain::groups::need;
using plaza::persistence::connection;
using plaza::persistence::transaction;

namespace {

struct publishing_tag {};
using shared = shared_database<publishing_tag>;

constexpr std::int64_t page_bytes = 1'000'000;

struct fixture {
    connection db{shared::current->as_app()};
    plain_session& sql = shared::current->sql();
    std::int64_t person = add_person(sql);
    std::int64_t group = add_group(sql);
    fixture() { add_member(sql, group, person); }

    std::int64_t publish() { return db.one(live::sql::publish); }
    std::int64_t head() { return db.one(live::sql::head); }
    std::int64_t waiting() { return sql.number("select count(*) from event where position is null"); }
    std::int64_t published_after(std::int64_t position) {
        return sql.number("select count(*) from event where position > $1", {position});
    }
};

void tell(connection& db, std::int64_t thread, std::string const& data) {
    live::in_thread(db, "post.hidden", thread, "{\"number\":" + data + "}");
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(publishing, fixture, *boost::unit_test::fixture<shared>())

BOOST_AUTO_TEST_CASE(nothing_to_publish_changes_nothing) {
    publish();
    auto const before = head();
    BOOST_TEST(publish() == before);
    BOOST_TEST(head() == before);
}

BOOST_AUTO_TEST_CASE(what_is_not_committed_is_not_published) {
    publish();
    auto const before = head();
    auto const thread = add_thread(sql, group, person);
    connection writer(shared::current->as_app());
    {
        transaction tx(writer);
        tell(writer, thread, "1");
        BOOST_TEST(publish() == before);
    }
    BOOST_TEST(publish() == before);
    {
        transaction tx(writer);
        tell(writer, thread, "2");
        tx.commit();
    }
    BOOST_TEST(publish() == before + 1);
    auto const rows = db.rows(live::sql::after, before, 10, page_bytes);
    BOOST_TEST_REQUIRE(rows.size() == 1u);
    BOOST_TEST(rows[0].position == before + 1);
    BOOST_TEST(rows[0].data == "{\"number\":2}");
    BOOST_TEST(rows[0].group.value() == group);
    BOOST_TEST(rows[0].thread.value() == thread);
}

BOOST_AUTO_TEST_CASE(an_event_that_was_written_early_and_committed_late_is_not_lost) {
    publish();
    auto const before = head();
    auto const one = add_thread(sql, group, person), two = add_thread(sql, group, person);
    connection slow(shared::current->as_app()), fast(shared::current->as_app());
    transaction tx(slow);
    tell(slow, one, "1");  // has the lower identity
    tell(fast, two, "2");
    BOOST_TEST(publish() == before + 1);
    tx.commit();
    BOOST_TEST(publish() == before + 2);
    auto const rows = db.rows(live::sql::after, before, 10, page_bytes);
    BOOST_TEST_REQUIRE(rows.size() == 2u);
    BOOST_TEST(rows[0].thread.value() == two);
    BOOST_TEST(rows[1].thread.value() == one);
}

BOOST_AUTO_TEST_CASE(more_than_one_round_publishes_are_published_in_order) {
    publish();
    auto const before = head();
    auto const thread = add_thread(sql, group, person);
    sql.run("insert into event (kind, thread_id, data) select 'x', $1, n from generate_series(1, 4500) n", {thread});
    for (int round = 0; round < 3; ++round) publish();
    BOOST_TEST(head() == before + 4500);
    BOOST_TEST(sql.truth("select bool_and(position - $1::bigint = data::bigint) from event where thread_id = $2",
                         {before, thread}));
}

BOOST_AUTO_TEST_CASE(an_event_taken_back_while_it_is_published_leaves_no_gap) {
    for (bool const taken_back : {true, false}) {
        publish();
        auto const before = head();
        auto const thread = add_thread(sql, group, person);
        auto const post = add_post(sql, thread, person, "answer");
        live::of_post(db, "post.created", post);
        connection burier(shared::current->as_app());
        auto publisher = std::future<std::int64_t>();
        {
            transaction tx(burier);
            live::forget_post(burier, post);
            tell(db, add_thread(sql, group, person), "1");
            publisher = std::async(std::launch::async, [] {
                connection own(shared::current->as_app());
                return own.one(live::sql::publish);
            });
            until("the publisher waits or is done", [&] {
                return waiting_for_locks(sql) == 1 ||
                       publisher.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
            });
            if (taken_back) tx.commit();
        }
        publisher.get();
        tell(db, thread, "2");
        BOOST_TEST_CONTEXT((taken_back ? "taken back" : "kept after all")) {
            BOOST_CHECK_NO_THROW(publish());
            auto const expected = taken_back ? 2 : 3;
            BOOST_TEST(head() == before + expected);
            BOOST_TEST(published_after(before) == expected);
            BOOST_TEST(waiting() == 0);
        }
    }
}

BOOST_AUTO_TEST_CASE(whoever_listens_is_woken) {
    connection listener(shared::current->as_app());
    listener.run(live::sql::listen);
    publish();
    while (listener.wait_for_notification(50)) {
    }
    tell(db, add_thread(sql, group, person), "1");
    publish();
    BOOST_TEST(listener.wait_for_notification(5000));
    publish();
    BOOST_TEST(!listener.wait_for_notification(50));
}

BOOST_AUTO_TEST_CASE(old_events_go_when_they_are_both_old_and_many) {
    publish();
    sql.script("delete from event");
    auto const before = head();
    sql.script(
        "insert into event (kind, data, created_at) select 'x', 'null', now() - interval '11 minutes' from generate_series(1, 100)");
    publish();
    sql.script("insert into event (kind, data) select 'x', 'null' from generate_series(1, 50)");
    publish();
    sql.script("insert into event (kind, data, created_at) values ('x', 'null', now() - interval '1 hour')");
    db.run(live::sql::prune, 10, 80);  // the last 80 stay: all of the last 10 minutes and 30 older ones
    BOOST_TEST(published_after(before) == 80);
    BOOST_TEST(waiting() == 1);  // what nobody has seen never goes
    db.run(live::sql::prune, 10, 20);
    BOOST_TEST(published_after(before) == 50);
    publish();
    BOOST_TEST(head() == before + 151);
    BOOST_TEST(db.one(live::sql::oldest) == before + 101);
    sql.script("delete from event");
    BOOST_TEST(db.one(live::sql::oldest) == before + 152);
}

BOOST_AUTO_TEST_CASE(events_go_from_the_beginning_only) {
    publish();
    sql.script("delete from event");
    auto const before = head();
    // The second is of a transaction that took long.
    for (auto const age : {"11 minutes", "1 minute", "11 minutes", "1 minute"}) {
        sql.run("insert into event (kind, data, created_at) values ('x', 'null', now() - $1::interval)", {age});
    }
    publish();
    db.run(live::sql::prune, 10, 0);
    BOOST_TEST(db.one(live::sql::oldest) == before + 2);
    BOOST_TEST(published_after(before) == 3);
}

BOOST_AUTO_TEST_CASE(pages_of_events_end_where_they_are_too_large) {
    publish();
    auto const before = head();
    auto const thread = add_thread(sql, group, person);
    for (std::size_t const size : {100U, 100U, 100U, 900U, 10U}) tell(db, thread, std::string(size, '1'));
    publish();
    using positions = std::vector<std::int64_t>;
    auto page = [&](std::int64_t after, int limit, std::int64_t bytes) {
        auto const rows = db.rows(live::sql::after, before + after, limit, bytes);
        auto const same = db.rows(live::sql::missed, person, before + after, head(), limit, bytes);
        positions out;
        for (auto const& row : rows) out.push_back(row.position - before);
        BOOST_TEST(same.size() == rows.size());
        for (std::size_t i = 0; i < std::min(same.size(), rows.size()); ++i) {
            BOOST_TEST(same[i].position == rows[i].position);
            BOOST_TEST(same[i].more == rows[i].more);
            BOOST_TEST(rows[i].more == (rows[i].position < before + 5));
            BOOST_TEST(rows[i].data == same[i].data);
        }
        return out;
    };
    BOOST_TEST(page(0, 10, page_bytes) == (positions{1, 2, 3, 4, 5}), boost::test_tools::per_element());
    BOOST_TEST(page(0, 2, page_bytes) == (positions{1, 2}), boost::test_tools::per_element());
    BOOST_TEST(page(0, 10, 400) == (positions{1, 2, 3}), boost::test_tools::per_element());
    BOOST_TEST(page(3, 10, 400) == (positions{4}), boost::test_tools::per_element());
    BOOST_TEST(page(4, 10, 400) == (positions{5}), boost::test_tools::per_element());
    BOOST_TEST(page(5, 10, 400).empty());
}

BOOST_AUTO_TEST_CASE(writers_publishers_and_a_reader_at_once_agree) {
    publish();
    auto const before = head();
    constexpr int writers = 4, rounds = 60;
    std::vector<std::int64_t> threads_written;
    for (int i = 0; i < 3; ++i) threads_written.push_back(add_thread(sql, group, person));
    std::atomic<bool> over{false};
    std::atomic<std::int64_t> committed{0};
    std::mutex order;
    std::map<std::int64_t, std::vector<std::string>> commits;  // of each thread, in the order of its lock
    std::vector<std::future<void>> all;
    for (int w = 0; w < writers; ++w) {
        all.push_back(std::async(std::launch::async, [&, w] {
            std::mt19937 random(static_cast<unsigned>(w));
            connection own(shared::current->as_app());
            for (int i = 0; i < rounds; ++i) {
                transaction tx(own);
                auto const thread = threads_written[random() % threads_written.size()];
                threads::access_thread(own, actor_of(person), thread, need::write).value();
                auto const data = std::to_string(w * 1000 + i);
                int const events = 1 + static_cast<int>(random() % 2);
                for (int e = 0; e < events; ++e) tell(own, thread, data);
                if (random() % 3 == 0) std::this_thread::sleep_for(std::chrono::milliseconds(random() % 4));
                if (random() % 4 == 0) continue;  // gives up
                // Under the thread's lock the order of these is the order of commits.
                std::lock_guard lock(order);
                for (int e = 0; e < events; ++e) commits[thread].push_back("{\"number\":" + data + "}");
                committed += events;
                tx.commit();
            }
        }));
    }
    std::vector<std::future<void>> publishers;
    for (int p = 0; p < 2; ++p) {
        publishers.push_back(std::async(std::launch::async, [&] {
            connection own(shared::current->as_app());
            while (!over) own.one(live::sql::publish);
        }));
    }
    // A reader that only ever asks for what comes after the last it saw.
    auto reader = std::async(std::launch::async, [&] {
        connection own(shared::current->as_app());
        std::vector<live::sql::event_row> seen;
        auto at = before;
        for (bool last = false;;) {
            auto rows = own.rows(live::sql::after, at, 50, page_bytes);
            for (auto& r : rows) {
                at = r.position;
                seen.push_back(std::move(r));
            }
            if (rows.empty() && last) return seen;
            last = over;
        }
    });
    for (auto& a : all) a.get();
    until("all is published", [&] { return waiting() == 0; });
    over = true;
    for (auto& p : publishers) p.get();
    auto const seen = reader.get();
    BOOST_TEST(std::ssize(seen) == committed);
    BOOST_TEST(head() == before + committed);
    std::map<std::int64_t, std::vector<std::string>> heard;
    for (std::size_t i = 0; i < seen.size(); ++i) {
        BOOST_TEST_REQUIRE(seen[i].position == before + static_cast<std::int64_t>(i) + 1);
        heard[*seen[i].thread].push_back(seen[i].data);
    }
    BOOST_TEST((heard == commits));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(access_events, fixture, *boost::unit_test::fixture<shared>())

BOOST_AUTO_TEST_CASE(whatever_changes_access_is_told_by_the_database_itself) {
    auto const other = add_person(sql);
    auto const session = sql.number(
        "insert into session (token_hash, person_id, expires_at) "
        "values (gen_random_uuid()::text::bytea, $1, now() + interval '1 day') returning id",
        {person});
    struct row {
        char const* what;
        std::string statement;
        std::string told;  // kind, person or -, group or -, data
    };
    auto const id = [](std::int64_t n) { return std::to_string(n); };
    auto const membership = "group_id = " + id(group) + " and person_id = " + id(other);
    std::vector<row> const rows = {
        {"joining", "insert into membership (group_id, person_id) values (" + id(group) + ", " + id(other) + ")",
         "membership.changed " + id(other) + " " + id(group) + " {\"my_membership\" : \"member\"}"},
        {"another role", "update membership set role = 'host' where " + membership,
         "membership.changed " + id(other) + " " + id(group) + " {\"my_membership\" : \"host\"}"},
        {"the same role", "update membership set role = 'host', source = 'rule:7' where " + membership, ""},
        {"leaving", "delete from membership where " + membership,
         "membership.changed " + id(other) + " " + id(group) + " {\"my_membership\" : \"none\"}"},
        {"closing a group", "update plaza_group set kind = 'private' where id = " + id(group),
         "access.group - " + id(group) + " private;group.closed - " + id(group) + " {}"},
        {"renaming a group", "update plaza_group set name = 'Other', kind = kind where id = " + id(group), ""},
        {"suspension", "update person set status = 'suspended' where id = " + id(other),
         "access.person " + id(other) + " - suspended"},
        {"the same standing", "update person set status = 'suspended', bio = 'x' where id = " + id(other), ""},
        {"a policy to accept again", "update person set policy_accepted_at = null where id = " + id(person),
         "access.person " + id(person) + " - active"},
        {"acceptance", "update person set policy_accepted_at = now() where id = " + id(person), ""},
        {"the end of a session", "delete from session where id = " + id(session),
         "access.session " + id(person) + " - " + id(session)},
    };
    for (auto const& row : rows) {
        publish();
        auto const before = head();
        sql.script(row.statement);
        publish();
        BOOST_TEST_CONTEXT(row.what) {
            BOOST_TEST(sql.text("select coalesce(string_agg(concat_ws(' ', kind, coalesce(person_id::text, '-'), "
                                "coalesce(group_id::text, '-'), data), ';'), '') from event where position > $1",
                                {before}) == row.told);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_post_too_large_for_an_event_is_told_without_its_text) {
    auto const thread = add_thread(sql, group, person);
    auto const post = add_post(sql, thread, person, "answer");
    auto told = [&](std::size_t html) {
        sql.run("update post set html = $2 where id = $1", {post, std::string(html, '"')});
        live::of_post(db, "post.edited", post);
        return sql.text("select data from event where post_id = $1 order by id desc limit 1", {post});
    };
    auto const limit = static_cast<std::size_t>(live::largest_post_event);
    BOOST_TEST(told(limit / 3).find("\"html\":") != std::string::npos);
    // Larger only because quotes are escaped.
    auto const bare = told(limit / 2);
    BOOST_TEST(bare.size() < 1000U);
    BOOST_TEST(bare.find("\"html\"") == std::string::npos);
    BOOST_TEST(bare.find("\"body\"") == std::string::npos);
    BOOST_TEST(bare.find("\"number\": 2") != std::string::npos);
    BOOST_TEST(sql.text("select data::json->>'id' from event where post_id = $1 order by id desc limit 1", {post}) ==
               std::to_string(post));
}

BOOST_AUTO_TEST_CASE(a_group_that_goes_takes_its_members_along_in_silence) {
    sql.run("delete from plaza_group where id = $1", {group});
    BOOST_CHECK_NO_THROW(publish());
}

BOOST_AUTO_TEST_SUITE_END()
