// SPDX-License-Identifier: EUPL-1.2
// What is done to a whole thread costs as much as it has posts, and search takes up at once only the first of them.
#include "support/database.hpp"
#include "support/population.hpp"

#include "domain/search/search.hpp"
#include "jobs/queue.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

using namespace plaza::tests;
using plaza::persistence::connection;

namespace {

struct whole_threads_tag {};
using shared = shared_database<whole_threads_tag>;

constexpr int many = 300;
constexpr int at_once = 50;

struct figures {
    std::int64_t posts_read, search_written;
};

struct fixture {
    plain_session& sql = shared::current->sql();
    std::int64_t author = add_person(sql), group = add_group(sql), closed = add_group(sql, "private");

    fixture() {
        add_member(sql, group, author, "owner");
        add_member(sql, closed, author, "owner");
        sql.script("delete from job");
    }

    /// Of so many posts: answers, and comments to them.
    std::int64_t large(int posts = many) {
        auto const thread = add_thread(sql, group, author);
        sql.run(
            "insert into post (thread_id, number, parent, role, author_id, body, html) "
            "select $1, i, case when i % 3 = 0 then i - 1 end, case when i % 3 = 0 then 'comment' else 'answer' end, "
            "$2, 'palabra' || i, '' from generate_series(2, $3) i",
            {thread, author, posts});
        sql.run("update thread set next_number = $2::int + 1 where id = $1", {thread, posts});
        return thread;
    }

    /// What a statement costs, planned as the server has it planned. Tables so small would be read whole whatever the plan can.
    figures cost_of(std::string const& statement, std::vector<value> const& values) {
        // Entries of indexes: what an act has changed itself is still walked past in them.
        constexpr char const* read =
            "select sum(pg_stat_get_xact_tuples_returned(r))::bigint from (select 'post'::regclass::oid "
            "union all select indexrelid from pg_index where indrelid = 'post'::regclass) x(r)";
        constexpr char const* written =
            "select n_tup_ins + n_tup_upd from pg_stat_xact_user_tables where relname = 'post_search'";
        sql.script(
            "begin; set local plan_cache_mode = force_generic_plan; set local enable_seqscan = off;"
            "set local enable_hashjoin = off; set local enable_mergejoin = off");
        figures const before{sql.number(read), sql.number(written)};
        sql.rows(statement, values);
        figures const after{sql.number(read) - before.posts_read, sql.number(written) - before.search_written};
        sql.script("commit");
        return after;
    }

    /// The jobs of search, to their end.
    void take_up() {
        connection db(shared::current->as_app());
        plaza::jobs::workbook const book{{"search.renew", [](connection& c, std::string const& payload) {
                                              plaza::domain::search::renew(c, payload);
                                          }}};
        while (plaza::jobs::do_one(db, book)) {
        }
        BOOST_TEST(sql.number("select count(*) from job where kind = 'search.renew'") == 0);
    }

    /// Posts of which search knows nothing, or something else than what stands.
    std::int64_t unknown() {
        return sql.number(
            "select count(*) from search_source f full join post_search s on s.post_id = f.post_id "
            "where (s.thread_id, s.group_id, s.number, s.kind, s.state, s.words) "
            "is distinct from (f.thread_id, f.group_id, f.number, f.kind, f.state, f.words)");
    }
    std::int64_t found(std::int64_t thread) {
        return sql.number("select count(*) from post_search where thread_id = $1", {thread});
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(whole_threads, *boost::unit_test::fixture<shared>())

BOOST_FIXTURE_TEST_CASE(merging_looks_at_each_post_some_times, fixture) {
    auto const gone = large(), kept = large(20);
    auto const cost = cost_of("select merge_threads($1, $2, 50)", {gone, kept});
    // Each was looked for in its whole thread: as many times as it has posts.
    BOOST_TEST(cost.posts_read >= many);
    BOOST_TEST(cost.posts_read <= 20 * many);
    BOOST_TEST(cost.search_written >= at_once);
    BOOST_TEST(cost.search_written <= 3 * at_once);
    // What is not taken up yet is found nowhere.
    BOOST_TEST(found(gone) == 0);
    BOOST_TEST(found(kept) == 20 + at_once);
    take_up();
    BOOST_TEST(found(kept) == 20 + many);
    BOOST_TEST(unknown() == 0);
    BOOST_TEST(sql.number("select count(*) from recount()") == 0);
}

BOOST_FIXTURE_TEST_CASE(splitting_looks_at_each_post_some_times, fixture) {
    auto const thread = large();
    auto const made = sql.number(
        "insert into thread (group_id, kind, title, author_id) values ($1, 'question', 'Otra', $2) returning id",
        {group, author});
    // Every second answer, and so every comment but those of the others.
    auto const cost = cost_of(
        "select split_thread($1, $2, array(select p.number from post p where p.thread_id = $1 and p.role = 'answer' "
        "and p.number % 3 = 2), 50)",
        {thread, made});
    auto const went = sql.number("select count(*) from post where thread_id = $1", {made});
    BOOST_TEST(went == 200);
    BOOST_TEST(cost.posts_read <= 30 * many);
    BOOST_TEST(cost.search_written <= 3 * at_once);
    BOOST_TEST(found(made) == at_once);
    take_up();
    BOOST_TEST(found(made) == went);
    BOOST_TEST(found(thread) == many - went);
    BOOST_TEST(unknown() == 0);
    BOOST_TEST(sql.number("select count(*) from recount()") == 0);
}

BOOST_FIXTURE_TEST_CASE(what_is_said_of_a_thread_reaches_its_posts_by_and_by, fixture) {
    auto const thread = large();
    struct act {
        char const* what;
        std::string statement;
        bool stays;  ///< what search knew is not taken away meanwhile
    };
    std::vector<act> const acts{
        // Words that were taken out of a title lead nowhere from that moment on.
        {"title", "update thread set title = 'Otro' where id = $1", false},
        {"tags",
         "with made as (insert into tag (name) values ('una') returning id) "
         "insert into thread_tag (thread_id, tag_id) select $1::bigint, id from made",
         true},
        {"state", "insert into accepted_answer (thread_id, number) values ($1, 2)", true},
        {"validity", "insert into thread_validity (thread_id, holds, checked_at) values ($1, false, now())", true},
        {"tags taken away", "delete from thread_tag where thread_id = $1", true},
        {"group", "update thread set group_id = " + std::to_string(closed) + " where id = $1", false},
    };
    for (auto const& [what, statement, stays] : acts) {
        BOOST_TEST_CONTEXT(what) {
            auto const cost = cost_of(statement, {thread});
            BOOST_TEST(cost.search_written >= 1);
            BOOST_TEST(cost.search_written <= 2 * at_once);
            BOOST_TEST(found(thread) == (stays ? many : at_once));
            take_up();
            BOOST_TEST(found(thread) == many);
            BOOST_TEST(unknown() == 0);
            BOOST_TEST(sql.number("select count(*) from post_search where thread_id = $1 and outdated", {thread}) ==
                       sql.number("select count(*) * $2 from thread_validity where thread_id = $1", {thread, many}));
        }
    }
}

BOOST_FIXTURE_TEST_CASE(a_change_while_the_last_is_taken_up_is_not_lost, fixture) {
    auto const thread = large();
    sql.run("update thread set title = 'Primero' where id = $1", {thread});
    connection db(shared::current->as_app());
    // As a worker that has taken the job, and has not begun.
    auto const taken = plaza::jobs::take(db, plaza::jobs::common_queue);
    BOOST_REQUIRE(taken.has_value());
    sql.run("update thread set title = 'Segundo' where id = $1", {thread});
    sql.run("delete from job where id = $1", {taken->id});
    take_up();
    BOOST_TEST(unknown() == 0);
}

BOOST_AUTO_TEST_SUITE_END()
