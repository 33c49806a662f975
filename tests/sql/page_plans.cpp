// SPDX-License-Identifier: EUPL-1.2
// What a page of threads reads grows with the page: of the threads there are it looks at those alone that it shows.
#include "support/database.hpp"
#include "support/population.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

using namespace plaza::tests;

namespace {

struct page_plans_tag {};
using shared = shared_database<page_plans_tag>;

constexpr int threads = 60;
constexpr int shown = 3;

struct fixture {
    plain_session& sql = shared::current->sql();
    std::int64_t reader = add_person(sql), group = add_group(sql);

    fixture() {
        add_member(sql, group, reader, "owner");
        for (int i = 0; i < threads; ++i) add_thread(sql, group, reader);
    }

    /// Rows of threads that PostgreSQL fetched or walked past while it answered, planned as the server has it planned. So few
    /// threads it would read whole, whatever the plan can: hence without reading tables from end to end.
    std::int64_t looked_at(std::string const& question, std::vector<value> const& values) {
        constexpr char const* counted =
            "select seq_tup_read + idx_tup_fetch from pg_stat_xact_user_tables where relname = 'thread'";
        sql.script(
            "begin; set local plan_cache_mode = force_generic_plan; set local enable_seqscan = off;"
            "set local enable_hashjoin = off; set local enable_mergejoin = off");
        auto const before = sql.number(counted);
        sql.rows(question, values);
        auto const after = sql.number(counted);
        sql.script("rollback");
        return after - before;
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(page_plans, *boost::unit_test::fixture<shared>())

BOOST_FIXTURE_TEST_CASE(a_page_of_threads_reads_those_it_shows, fixture) {
    auto const ids =
        sql.text("select array(select id from thread where group_id = $1 order by id limit $2)::text", {group, shown});
    auto const reads = looked_at("select thread_page($1::bigint[], $2)", {ids, reader});
    BOOST_TEST(reads >= shown);
    BOOST_TEST(reads <= 4 * shown);
}

BOOST_FIXTURE_TEST_CASE(a_page_of_the_feed_reads_little_more, fixture) {
    // Of so few a plan may as well read all.
    sql.rows(
        "insert into thread (group_id, kind, title, author_id, last_activity_at) "
        "select $1, 'question', 'Title', $2, now() - n * interval '1 minute' from generate_series(1, 5000) n",
        {group, reader});
    sql.script("analyze thread");
    for (auto const* kind : {"", "question"}) {
        auto const reads = looked_at(
            "select items from feed_page($1, $2, '', '', '', '', '', false, 'infinity', 0, $3)", {reader, kind, shown});
        BOOST_TEST(reads >= shown);
        BOOST_TEST(reads <= 8 * shown);
    }
}

BOOST_AUTO_TEST_SUITE_END()
