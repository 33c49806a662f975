// SPDX-License-Identifier: EUPL-1.2
// Stored counters against a recount, and what the database itself refuses of acceptance.
#include "support/database.hpp"
#include "support/population.hpp"

#include <boost/test/unit_test.hpp>

#include <future>
#include <random>
#include <string>
#include <vector>

using namespace plaza::tests;

namespace {

struct counters_tag {};
using shared = shared_database<counters_tag>;

constexpr char const* bury =
    "update post set body = '', html = '', deleted_at = now() where id = $1 and deleted_at is null";

/// What differs, in one text; empty when nothing does.
std::string drift(plain_session& sql) {
    return sql.text(
        "select coalesce(string_agg(counter || ' of ' || object || ': ' || stored || ' instead of ' || counted, ', '), '') "
        "from recount()");
}

/// Random things that happen to one thread. What the database refuses leaves nothing and is no fault.
class happenings {
public:
    happenings(plain_session& sql, unsigned seed, std::int64_t thread, std::vector<std::int64_t> people)
        : sql_(sql), random_(seed), thread_(thread), people_(std::move(people)) {}

    void one() {
        try {
            sql_.script("begin");
            act();
            // Some change their mind at the end.
            sql_.script(pick(0, 9) == 0 ? "rollback" : "commit");
        } catch (sql_refused const& error) {
            sql_.script("rollback");
            if (!error.state().starts_with("23") && error.state() != "40P01") throw;
        }
    }

private:
    std::int64_t pick(std::int64_t low, std::int64_t high) {
        return std::uniform_int_distribution<std::int64_t>(low, high)(random_);
    }
    std::int64_t somebody() { return people_[static_cast<std::size_t>(pick(0, std::ssize(people_) - 1))]; }
    std::int64_t some_post(bool root_too = true) {
        auto const found =
            sql_.rows("select id from post where thread_id = $1 and (number > 1 or $2::boolean) order by number",
                      {thread_, root_too});
        return found.empty() ? 0 : std::stoll(*found[static_cast<std::size_t>(pick(0, std::ssize(found) - 1))][0]);
    }
    void act() {
        auto const dice = pick(1, 100);
        if (dice <= 30) {
            add_post(sql_, thread_, somebody(), pick(0, 1) ? "answer" : "reply");
        } else if (dice <= 40) {
            add_post(sql_, thread_, somebody(), "comment", 1);
        } else if (dice <= 52) {
            sql_.run(bury, {some_post(false)});
        } else if (dice <= 56) {
            sql_.run("update post set deleted_at = null where id = $1", {some_post()});
        } else if (dice <= 60) {
            sql_.run("delete from post where id = $1", {some_post(false)});
        } else if (dice <= 75) {
            sql_.run("insert into useful_mark (post_id, person_id) values ($1, $2)", {some_post(), somebody()});
        } else if (dice <= 83) {
            sql_.run("delete from useful_mark where post_id = $1 and person_id = $2", {some_post(), somebody()});
        } else if (dice <= 93) {
            sql_.run(
                "insert into accepted_answer (thread_id, number) select thread_id, number from post where id = $1 "
                "on conflict (thread_id) do update set number = excluded.number",
                {some_post()});
        } else {
            sql_.run("delete from accepted_answer where thread_id = $1", {thread_});
        }
    }

    plain_session& sql_;
    std::mt19937 random_;
    std::int64_t thread_;
    std::vector<std::int64_t> people_;
};

struct fixture {
    plain_session& sql = shared::current->sql();
    std::int64_t author = add_person(sql);
    std::int64_t group = add_group(sql);
    std::int64_t thread = add_thread(sql, group, author);

    std::string state() { return sql.text("select state from thread where id = $1", {thread}); }
    std::string counts() { return sql.text("select answers || ' ' || replies from thread where id = $1", {thread}); }
    int number_of(std::int64_t post) {
        return static_cast<int>(sql.number("select number from post where id = $1", {post}));
    }
    /// "done", or the constraint that refused.
    std::string accept(int number) {
        try {
            sql.run(
                "insert into accepted_answer (thread_id, number) values ($1, $2) "
                "on conflict (thread_id) do update set number = excluded.number",
                {thread, number});
        } catch (sql_refused const& error) {
            return error.state();
        }
        return "done";
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(counters, fixture, *boost::unit_test::fixture<shared>())

BOOST_AUTO_TEST_CASE(each_change_is_counted) {
    BOOST_TEST(counts() == "0 0");
    BOOST_TEST(state() == "unanswered");
    auto const answer = add_post(sql, thread, author, "answer");
    add_post(sql, thread, author, "answer");
    auto const reply = add_post(sql, thread, author, "reply");
    add_post(sql, thread, author, "comment", number_of(answer));
    BOOST_TEST(counts() == "2 2");
    BOOST_TEST(state() == "answered");
    sql.run(bury, {answer});
    sql.run(bury, {reply});
    sql.run(bury, {reply});
    BOOST_TEST(counts() == "1 1");
    sql.run("update post set deleted_at = null where id = $1", {answer});
    BOOST_TEST(counts() == "2 1");
    sql.run("delete from post where id = $1", {reply});
    BOOST_TEST(counts() == "2 1");
    sql.run("delete from post where thread_id = $1 and role = 'comment'", {thread});
    sql.run("delete from post where id = $1", {answer});
    BOOST_TEST(counts() == "1 0");
    BOOST_TEST(drift(sql) == "");
}

BOOST_AUTO_TEST_CASE(nothing_drifts_whatever_happens) {
    std::vector<std::int64_t> const people{author, add_person(sql), add_person(sql), add_person(sql)};
    happenings random(sql, 7, thread, people);
    for (int step = 0; step < 600; ++step) {
        random.one();
        if (step % 20 == 0) BOOST_TEST_REQUIRE(drift(sql) == "");
    }
    BOOST_TEST(drift(sql) == "");
    BOOST_TEST(sql.number("select count(*) from post where thread_id = $1", {thread}) > 100);
    // Who goes takes their marks along.
    sql.run(
        "delete from person where id = $1 and not exists (select from post where author_id = $1) "
        "and not exists (select from thread where author_id = $1)",
        {people[3]});
    sql.run("delete from useful_mark where person_id = $1", {people[2]});
    BOOST_TEST(drift(sql) == "");
    sql.run("delete from thread where id = $1", {thread});
    BOOST_TEST(drift(sql) == "");
}

BOOST_AUTO_TEST_CASE(nothing_drifts_however_many_act_at_once) {
    std::vector<std::int64_t> const people{author, add_person(sql), add_person(sql)};
    std::vector<std::future<void>> all;
    for (unsigned w = 0; w < 4; ++w) {
        all.push_back(std::async(std::launch::async, [&, w] {
            plain_session own(shared::current->url());
            happenings random(own, 100 + w, thread, people);
            for (int step = 0; step < 80; ++step) random.one();
        }));
    }
    for (auto& a : all) a.get();
    BOOST_TEST(drift(sql) == "");
}

BOOST_AUTO_TEST_CASE(a_drift_is_named) {
    auto const post = add_post(sql, thread, author, "answer");
    sql.script("begin");
    sql.script("alter table thread disable trigger user");
    sql.run("update thread set answers = 5, replies = 7, solved = true where id = $1", {thread});
    sql.run("update post set useful = 3 where id = $1", {post});
    auto const found =
        sql.rows("select counter, stored, counted from recount() where object in ($1, $2) order by 1", {thread, post});
    sql.script("rollback");
    BOOST_TEST_REQUIRE(found.size() == 4u);
    char const* const expected[][3] = {{"post.useful", "3", "0"},
                                       {"thread.answers", "5", "1"},
                                       {"thread.replies", "7", "0"},
                                       {"thread.solved", "1", "0"}};
    for (std::size_t i = 0; i < 4; ++i) {
        for (std::size_t c = 0; c < 3; ++c) BOOST_TEST(*found[i][c] == expected[i][c]);
    }
}

BOOST_AUTO_TEST_CASE(what_drifted_is_set_right_and_nothing_else) {
    auto const post = add_post(sql, thread, author, "answer");
    auto const [tag, other] = std::pair{sql.number("insert into tag (name) values ('recuento') returning id"),
                                        add_thread(sql, group, author)};
    sql.run("insert into thread_tag (thread_id, tag_id) values ($1, $2)", {thread, tag});
    sql.run("insert into useful_mark (post_id, person_id) values ($1, $2)", {post, add_person(sql)});
    auto const before = sql.text("select next_number || ' ' || last_activity_at from thread where id = $1", {other});
    sql.run("update thread set answers = 5, replies = 7, solved = true, next_number = 2 where id = $1", {thread});
    sql.run("update post set useful = 3 where id = $1", {post});
    sql.run("update thread_tag set last_activity_at = now() - interval '1 day' where thread_id = $1", {thread});
    BOOST_TEST(sql.number("select count(*) from recount()") == 6);
    sql.run("select recount_set_right(counter, object) from recount()");
    BOOST_TEST(drift(sql) == "");
    sql.script("commit");
    BOOST_TEST(
        sql.text("select answers || ' ' || replies || ' ' || solved || ' ' || next_number from thread where id = $1",
                 {thread}) == "1 0 false " + std::to_string(number_of(post) + 1));
    BOOST_TEST(sql.number("select useful from post where id = $1", {post}) == 1);
    BOOST_TEST(sql.text("select next_number || ' ' || last_activity_at from thread where id = $1", {other}) == before);
}

BOOST_AUTO_TEST_CASE(only_a_standing_answer_of_the_thread_is_accepted) {
    auto const answer = number_of(add_post(sql, thread, author, "answer"));
    auto const other = number_of(add_post(sql, thread, author, "answer"));
    auto const reply = number_of(add_post(sql, thread, author, "reply"));
    auto const comment = number_of(add_post(sql, thread, author, "comment", answer));
    auto const buried = add_post(sql, thread, author, "answer");
    sql.run(bury, {buried});
    struct row {
        char const* what;
        int number;
        std::string expected;
    };
    for (auto const& row : {row{"the question itself", 1, "23514"}, row{"a reply", reply, "23514"},
                            row{"a comment", comment, "23514"}, row{"a buried answer", number_of(buried), "23514"},
                            row{"a number that is not there", 99, "23503"}, row{"an answer", answer, "done"},
                            row{"another answer instead", other, "done"}, row{"a reply instead", reply, "23514"}}) {
        BOOST_TEST_CONTEXT(row.what) {
            auto const got = accept(row.number);
            // The trigger may speak before the key.
            BOOST_TEST((got == row.expected || (row.expected == "23503" && got == "23514")));
        }
    }
    BOOST_TEST(sql.number("select number from accepted_answer where thread_id = $1", {thread}) == other);
    BOOST_TEST(state() == "solved");
    sql.run("delete from accepted_answer where thread_id = $1", {thread});
    BOOST_TEST(state() == "answered");
    BOOST_TEST(drift(sql) == "");
}

BOOST_AUTO_TEST_CASE(an_acceptance_goes_with_its_answer) {
    auto const answer = add_post(sql, thread, author, "answer");
    accept(number_of(answer));
    BOOST_TEST(state() == "solved");
    sql.run(bury, {answer});
    BOOST_TEST(state() == "unanswered");
    BOOST_TEST(sql.number("select count(*) from accepted_answer where thread_id = $1", {thread}) == 0);
    auto const second = add_post(sql, thread, author, "answer");
    accept(number_of(second));
    sql.run("delete from accepted_answer where thread_id = $1", {thread});
    sql.run("delete from post where id = $1", {second});
    BOOST_TEST(state() == "unanswered");
    BOOST_TEST(drift(sql) == "");
}

BOOST_AUTO_TEST_CASE(one_answer_is_accepted_however_many_accept_at_once) {
    std::vector<int> numbers;
    for (int i = 0; i < 4; ++i) numbers.push_back(number_of(add_post(sql, thread, author, "answer")));
    std::vector<std::future<int>> all;
    for (auto number : numbers) {
        all.push_back(std::async(std::launch::async, [&, number] {
            plain_session own(shared::current->url());
            int done = 0;
            for (int i = 0; i < 10; ++i) {
                try {
                    own.run("insert into accepted_answer (thread_id, number) values ($1, $2)", {thread, number});
                    ++done;
                    own.run("delete from accepted_answer where thread_id = $1 and number = $2", {thread, number});
                } catch (sql_refused const& error) {
                    if (error.state() != "23505") throw;
                }
            }
            return done;
        }));
    }
    int done = 0;
    for (auto& a : all) done += a.get();
    BOOST_TEST(done >= 1);
    BOOST_TEST(state() == "answered");
    BOOST_TEST(drift(sql) == "");
}

BOOST_AUTO_TEST_CASE(posts_keep_their_form) {
    struct row {
        char const* what;
        char const* statement;  // $1 is the thread, $2 the author
    };
    std::vector<row> const rows = {
        {"a second root",
         "insert into post (thread_id, number, role, author_id, body, html) values ($1, 2, 'root', $2, 'x', 'x')"},
        {"a first post that is no root",
         "insert into post (thread_id, number, role, author_id, body, html) values ($1, 1, 'reply', $2, 'x', 'x')"},
        {"a comment on nothing",
         "insert into post (thread_id, number, role, author_id, body, html) values ($1, 2, 'comment', $2, 'x', 'x')"},
        {"a comment on what is not there",
         "insert into post (thread_id, number, parent, role, author_id, body, html) values ($1, 9, 8, 'comment', $2, 'x', 'x')"},
        {"a comment on itself",
         "insert into post (thread_id, number, parent, role, author_id, body, html) values ($1, 2, 2, 'comment', $2, 'x', 'x')"},
        {"an unknown role",
         "insert into post (thread_id, number, role, author_id, body, html) values ($1, 2, 'vote', $2, 'x', 'x')"},
        {"a deleted text that stays", "update post set deleted_at = now() where thread_id = $1 and author_id = $2"},
        {"a mark twice",
         "insert into useful_mark (post_id, person_id) select id, $2::bigint from post, generate_series(1, 2) where thread_id = $1"},
    };
    for (auto const& row : rows) {
        BOOST_TEST_CONTEXT(row.what) {
            try {
                sql.run(row.statement, {thread, author});
                BOOST_ERROR("accepted");
            } catch (sql_refused const& error) {
                BOOST_TEST(error.state().substr(0, 2) == "23");
            }
        }
    }
    BOOST_TEST(drift(sql) == "");
}

BOOST_AUTO_TEST_SUITE_END()
