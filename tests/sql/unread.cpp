// SPDX-License-Identifier: EUPL-1.2
// Unread: numbers above the watermark, bounded, and nothing from before somebody came.
#include "support/database.hpp"
#include "support/population.hpp"

#include "domain/identity/identity_sql.hpp"
#include "domain/threads/threads.hpp"
#include "domain/threads/threads_sql.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <boost/test/unit_test.hpp>

#include <future>
#include <string>
#include <vector>

using namespace plaza::tests;
namespace threads = plaza::domain::threads;
using plaza::domain::groups::need;
using plaza::persistence::connection;
using plaza::persistence::transaction;

namespace {

struct unread_tag {};
using shared = shared_database<unread_tag>;

struct fixture {
    connection db{shared::current->as_app()};
    plain_session& sql = shared::current->sql();
    std::int64_t author = add_person(sql), reader = add_person(sql);
    std::int64_t group = add_group(sql);
    std::int64_t thread = 0;

    fixture() {
        add_member(sql, group, author, "owner");
        add_member(sql, group, reader);
        sql.run("update membership set since = now() - interval '1 day' where group_id = $1", {group});
        thread = add_thread(sql, group, author);
    }
    std::int64_t unread(std::int64_t person) {
        return boost::json::parse(db.one(threads::sql::shape, person, thread)).at("unread").to_number<std::int64_t>();
    }
    std::int64_t unread_threads(std::int64_t person) {
        auto const me = boost::json::parse(db.one(plaza::domain::identity::sql::me, person, 45, 10).body);
        return me.at("counters").at("unread_threads").to_number<std::int64_t>();
    }
    void read_up_to(std::int64_t person, int number) {
        transaction tx(db);
        auto const t = threads::access_thread(db, actor_of(person), thread, need::read);
        threads::mark_read(db, actor_of(person), *t, number);
        tx.commit();
    }
    std::int64_t watermark(std::int64_t person) {
        return sql.number(
            "select coalesce((select number from thread_read where person_id = $1 and thread_id = $2), 0)",
            {person, thread});
    }
    std::int64_t read_events(std::int64_t person) {
        return sql.number("select count(*) from event where kind = 'read' and person_id = $1", {person});
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(unread, fixture, *boost::unit_test::fixture<shared>())

BOOST_AUTO_TEST_CASE(the_count_by_its_parts) {
    struct row {
        char const* what;
        int next_number;
        std::optional<int> read;
        char const* last_activity;
        std::optional<std::string> since;
        int expected;
    };
    std::string const day = "2026-03-01";
    std::vector<row> const rows = {
        {"all of it", 6, std::nullopt, "2026-03-02", day, 5},
        {"the rest", 6, 2, "2026-03-02", day, 3},
        {"nothing", 6, 5, "2026-03-02", day, 0},
        {"a watermark beyond the end", 6, 9, "2026-03-02", day, 0},
        {"at most 100", 101, std::nullopt, "2026-03-02", day, 100},
        {"at most 100 of more", 5000, 3, "2026-03-02", day, 100},
        {"from before they came", 6, std::nullopt, "2026-02-28", day, 0},
        {"from before they came but opened", 6, 2, "2026-02-28", day, 3},
        {"of who is no member", 6, std::nullopt, "2026-03-02", std::nullopt, 0},
        {"of who is no member but reads", 6, 2, "2026-03-02", std::nullopt, 3},
    };
    for (auto const& row : rows) {
        BOOST_TEST_CONTEXT(row.what) {
            BOOST_TEST(sql.number("select unread_count($1::int, $2::int, $3::timestamptz, $4::timestamptz)",
                                  {row.next_number, row.read, row.last_activity, row.since}) == row.expected);
        }
    }
}

BOOST_AUTO_TEST_CASE(each_post_of_another_is_unread_until_it_is_read) {
    BOOST_TEST(unread(reader) == 1);
    BOOST_TEST(unread_threads(reader) == 1);
    for (int i = 0; i < 3; ++i) add_post(sql, thread, author, "answer");
    BOOST_TEST(unread(reader) == 4);
    read_up_to(reader, 2);
    BOOST_TEST(unread(reader) == 2);
    read_up_to(reader, 4);
    BOOST_TEST(unread(reader) == 0);
    BOOST_TEST(unread_threads(reader) == 0);
    add_post(sql, thread, author, "reply");
    BOOST_TEST(unread(reader) == 1);
    BOOST_TEST(unread_threads(reader) == 1);
}

BOOST_AUTO_TEST_CASE(the_watermark_never_goes_back_nor_beyond_the_end) {
    for (int i = 0; i < 3; ++i) add_post(sql, thread, author, "answer");
    auto const before = read_events(reader);
    read_up_to(reader, 3);
    read_up_to(reader, 1);
    BOOST_TEST(watermark(reader) == 3);
    read_up_to(reader, 3);
    BOOST_TEST(read_events(reader) == before + 1);
    read_up_to(reader, 2'000'000'000);
    BOOST_TEST(watermark(reader) == 4);
    BOOST_TEST(read_events(reader) == before + 2);
    add_post(sql, thread, author, "answer");
    BOOST_TEST(unread(reader) == 1);
}

BOOST_AUTO_TEST_CASE(what_one_writes_is_read_by_oneself) {
    transaction tx(db);
    auto const t = threads::access_thread(db, actor_of(author), thread, need::write);
    BOOST_TEST(threads::write(db, actor_of(author), *t, {"answer", "Text", {}}).has_value());
    tx.commit();
    BOOST_TEST(unread(author) == 0);
    BOOST_TEST(unread(reader) == 2);
}

BOOST_AUTO_TEST_CASE(a_thread_begun_is_read_by_who_began_it) {
    transaction tx(db);
    auto const g = plaza::domain::groups::access_group(db, actor_of(author), slug_of(sql, group), need::write);
    thread = threads::start(db, actor_of(author), *g, {"question", "Title", "Text", {"padrón", "lcsp"}}).value();
    tx.commit();
    BOOST_TEST(unread(author) == 0);
    BOOST_TEST(unread(reader) == 1);
}

BOOST_AUTO_TEST_CASE(it_stops_with_membership_and_does_not_flood_who_comes) {
    add_post(sql, thread, author, "answer");
    BOOST_TEST(unread_threads(reader) == 1);
    sql.run("delete from membership where group_id = $1 and person_id = $2", {group, reader});
    BOOST_TEST(unread_threads(reader) == 0);
    BOOST_TEST(unread(reader) == 0);
    add_member(sql, group, reader);
    BOOST_TEST(unread_threads(reader) == 0);
    add_post(sql, thread, author, "answer");
    BOOST_TEST(unread_threads(reader) == 1);
}

BOOST_AUTO_TEST_CASE(two_windows_that_read_at_once_keep_the_higher) {
    for (int i = 0; i < 40; ++i) add_post(sql, thread, author, "answer");
    std::vector<std::future<void>> windows;
    for (int w = 0; w < 4; ++w) {
        windows.push_back(std::async(std::launch::async, [&, w] {
            connection own(shared::current->as_app());
            for (int n = 1 + w; n <= 40; n += 4) own.row(threads::sql::mark_read, reader, thread, n);
        }));
    }
    for (auto& w : windows) w.get();
    BOOST_TEST(watermark(reader) == 40);
}

BOOST_AUTO_TEST_SUITE_END()
