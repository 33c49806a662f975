// SPDX-License-Identifier: EUPL-1.2
// Typed queries: what goes in and out, and what is refused instead of being cut or guessed.
#include "support/database.hpp"

#include <boost/test/unit_test.hpp>

#include <limits>
#include <string>
#include <vector>

using namespace plaza::tests;
using namespace std::string_literals;
using plaza::persistence::command;
using plaza::persistence::connection;
using plaza::persistence::query;
using plaza::persistence::sql_error;

namespace {

struct queries_tag {};
using shared = shared_database<queries_tag>;

struct fixture {
    connection db{shared::current->as_app()};
};

struct pair_row {
    std::int64_t number;
    std::string text;
};
struct optional_row {
    std::optional<std::int64_t> number;
    std::optional<int> small;
    std::optional<std::string> text;
    std::optional<bool> truth;
};
struct wide_row {
    std::int64_t a;
    std::int64_t b;
    std::int64_t c;
};

constexpr query<std::string(std::string)> same_text{"test.same_text", "select $1::text"};
constexpr query<std::int64_t(std::int64_t)> same_number{"test.same_number", "select $1::bigint"};
constexpr query<int(int)> same_int{"test.same_int", "select $1::int"};
constexpr query<bool(bool)> same_truth{"test.same_truth", "select $1::boolean"};
constexpr query<optional_row(std::optional<std::int64_t>, std::optional<int>, std::optional<std::string>,
                             std::optional<bool>)> const optionals{"test.optionals",
                                                                   "select $1::bigint, $2::int, $3::text, $4::boolean"};

}  // namespace

BOOST_AUTO_TEST_SUITE(queries, *boost::unit_test::fixture<shared>())

BOOST_FIXTURE_TEST_CASE(texts_come_back_as_they_were, fixture) {
    std::vector<std::string> const rows = {
        "",
        "año, ñ, ç, l·l, 'quoted', \"double\", \\back\\slash",
        "'; drop table person; --",
        "$1 :name {x} %s",
        "two\nlines\ttabbed",
        "\U0001F3DB \u0301",
        std::string(1'000'000, 'x'),
    };
    for (auto const& row : rows) BOOST_TEST(db.one(same_text, row) == row);
}

BOOST_FIXTURE_TEST_CASE(numbers_and_truth_come_back_as_they_were, fixture) {
    for (std::int64_t n : {std::numeric_limits<std::int64_t>::min(), std::int64_t{-1}, std::int64_t{0},
                           (std::int64_t{1} << 53) + 1, std::numeric_limits<std::int64_t>::max()}) {
        BOOST_TEST(db.one(same_number, n) == n);
    }
    for (int n : {std::numeric_limits<int>::min(), 0, std::numeric_limits<int>::max()})
        BOOST_TEST(db.one(same_int, n) == n);
    BOOST_TEST(db.one(same_truth, true) == true);
    BOOST_TEST(db.one(same_truth, false) == false);
}

BOOST_FIXTURE_TEST_CASE(nothing_goes_in_and_out_as_nothing, fixture) {
    auto const full = db.one(optionals, 7, 8, "x"s, false);
    BOOST_TEST((full.number == 7 && full.small == 8 && full.text == "x" && full.truth == false));
    auto const none = db.one(optionals, std::nullopt, std::nullopt, std::nullopt, std::nullopt);
    BOOST_TEST((!none.number && !none.small && !none.text && !none.truth));
    // Bound buffers are used again: nothing of the call before may stay, in either direction.
    auto const again = db.one(optionals, 9, std::nullopt, ""s, true);
    BOOST_TEST((again.number == 9 && !again.small && again.text == "" && again.truth == true));
}

BOOST_FIXTURE_TEST_CASE(null_in_a_plain_column_throws_and_the_connection_goes_on, fixture) {
    static constexpr query<std::string()> text{"test.null_text", "select null::text"};
    static constexpr query<std::int64_t()> number{"test.null_number", "select null::bigint"};
    static constexpr query<bool()> truth{"test.null_truth", "select null::boolean"};
    BOOST_CHECK_THROW(db.one(text), std::logic_error);
    BOOST_CHECK_THROW(db.one(number), std::logic_error);
    BOOST_CHECK_THROW(db.one(truth), std::logic_error);
    BOOST_TEST(!db.lost());
    BOOST_TEST(db.one(same_number, 5) == 5);
}

BOOST_FIXTURE_TEST_CASE(a_row_of_another_width_throws, fixture) {
    static constexpr query<pair_row()> narrow{"test.narrow", "select 1::bigint"};
    static constexpr query<pair_row()> wide{"test.wide", "select 1::bigint, 'x'::text, 2"};
    static constexpr query<std::int64_t()> two_for_one{"test.two_for_one", "select 1::bigint, 2::bigint"};
    static constexpr query<optional_row()> narrow_optional{"test.narrow_optional", "select 1::bigint"};
    static constexpr query<pair_row()> narrow_and_empty{"test.narrow_and_empty", "select 1::bigint where false"};
    BOOST_CHECK_THROW(db.one(narrow), std::logic_error);
    BOOST_CHECK_THROW(db.one(wide), std::logic_error);
    BOOST_CHECK_THROW(db.one(two_for_one), std::logic_error);
    BOOST_CHECK_THROW(db.one(narrow_optional), std::logic_error);
    BOOST_CHECK_THROW(db.rows(narrow_and_empty), std::logic_error);
    BOOST_TEST(db.one(same_number, 5) == 5);
}

BOOST_FIXTURE_TEST_CASE(a_value_that_does_not_fit_throws, fixture) {
    static constexpr query<int()> too_large{"test.too_large", "select 3000000000::bigint"};
    static constexpr query<std::int64_t()> no_number{"test.no_number", "select 'seven'::text"};
    BOOST_CHECK_THROW(db.one(too_large), std::exception);
    BOOST_CHECK_THROW(db.one(no_number), std::exception);
    BOOST_TEST(db.one(same_number, 5) == 5);
}

BOOST_FIXTURE_TEST_CASE(another_number_of_parameters_is_refused, fixture) {
    static constexpr query<std::int64_t(std::int64_t)> one_too_many{"test.one_too_many", "select 1::bigint"};
    static constexpr query<std::int64_t(std::int64_t)> one_too_few{"test.one_too_few",
                                                                   "select $1::bigint + $2::bigint"};
    BOOST_CHECK_THROW(db.one(one_too_many, 1), sql_error);
    BOOST_CHECK_THROW(db.one(one_too_few, 1), sql_error);
    BOOST_TEST(db.one(same_number, 5) == 5);
}

BOOST_FIXTURE_TEST_CASE(a_text_with_nul_is_refused_instead_of_cut, fixture) {
    BOOST_CHECK_THROW(db.one(same_text, "a\0b"s), std::logic_error);
    BOOST_CHECK_THROW(db.one(optionals, 1, 1, "\0"s, true), std::logic_error);
    BOOST_TEST(db.one(same_text, "a"s) == "a");
}

BOOST_FIXTURE_TEST_CASE(a_text_that_is_not_utf8_is_refused, fixture) {
    try {
        db.one(same_text, "\xff"s);
        BOOST_ERROR("accepted");
    } catch (sql_error const& error) {
        BOOST_TEST(error.state() == "22021");
    }
    BOOST_TEST(db.one(same_text, "a"s) == "a");
}

BOOST_FIXTURE_TEST_CASE(microseconds_survive_as_numbers, fixture) {
    static constexpr query<std::int64_t(std::int64_t)> round{
        "test.round_time",
        "select (extract(epoch from timestamptz 'epoch' + $1::bigint * interval '1 microsecond') * 1000000)::bigint"};
    for (std::int64_t us : {std::int64_t{0}, std::int64_t{1}, std::int64_t{1'767'225'599'999'999},
                            std::int64_t{1'774'746'000'000'001}, std::int64_t{-1}}) {
        BOOST_TEST(db.one(round, us) == us);
    }
}

BOOST_FIXTURE_TEST_CASE(sessions_speak_utc, fixture) {
    static constexpr query<std::string()> zone{"test.zone", "select current_setting('TimeZone')"};
    static constexpr query<std::string()> limits{
        "test.limits",
        "select concat_ws(' ', current_setting('statement_timeout'), current_setting('lock_timeout'), "
        "current_setting('idle_in_transaction_session_timeout'))"};
    BOOST_TEST(db.one(zone) == "UTC");
    auto options = shared::current->as_app();
    options.statement_timeout_ms = 1234;
    options.lock_timeout_ms = 56;
    options.idle_in_transaction_timeout_ms = 7000;
    BOOST_TEST(connection(options).one(limits) == "1234ms 56ms 7s");
}

BOOST_FIXTURE_TEST_CASE(rows_come_in_order_and_none_is_none, fixture) {
    static constexpr query<pair_row(std::int64_t)> series{
        "test.series", "select n, 'row ' || n from generate_series(1, $1) n order by n desc"};
    auto const found = db.rows(series, 1000);
    BOOST_TEST_REQUIRE(found.size() == 1000u);
    BOOST_TEST(found.front().number == 1000);
    BOOST_TEST(found.back().text == "row 1");
    BOOST_TEST(db.rows(series, 0).empty());
    BOOST_TEST(!db.row(series, 0).has_value());
    BOOST_TEST(db.row(series, 3)->number == 3);
    BOOST_CHECK_THROW(db.one(series, 0), std::logic_error);
    BOOST_TEST(db.rows(series, 2).size() == 2u);
}

BOOST_FIXTURE_TEST_CASE(a_command_says_how_many_rows_it_touched, fixture) {
    auto& sql = shared::current->sql();
    sql.script("create table touched (n bigint primary key); grant all on touched to plaza_app");
    static constexpr command<std::int64_t> insert{
        "test.insert", "insert into touched select n from generate_series(1, $1::bigint) n on conflict do nothing"};
    static constexpr command<std::int64_t> update{"test.update", "update touched set n = n where n > $1"};
    BOOST_TEST(db.run(insert, 3) == 3);
    BOOST_TEST(db.run(insert, 5) == 2);
    BOOST_TEST(db.run(insert, 5) == 0);
    BOOST_TEST(db.run(update, 3) == 2);
    BOOST_TEST(db.run(update, 9) == 0);
}

BOOST_FIXTURE_TEST_CASE(a_refused_statement_tells_its_state_and_never_its_values, fixture) {
    static constexpr command<std::string> insert{"test.tag", "insert into tag (name) values ($1)"};
    static constexpr command<std::int64_t> orphan{"test.orphan",
                                                  "insert into thread_tag (thread_id, tag_id) values ($1, $1)"};
    static constexpr query<int(std::string)> wrong{"test.wrong", "select $1::int"};
    db.run(insert, "secreto"s);
    struct row {
        char const* what;
        std::function<void()> act;
        std::string state, constraint;
    };
    std::vector<row> const rows = {
        {"unique", [&] { db.run(insert, "secreto"s); }, "23505", "tag_name_key"},
        {"check", [&] { db.run(insert, "Secreto"s); }, "23514", "tag_name_check"},
        {"foreign key", [&] { db.run(orphan, 4711); }, "23503", "thread_tag_thread_id_fkey"},
        {"value", [&] { db.one(wrong, "secreto"s); }, "22P02", ""},
    };
    for (auto const& row : rows) {
        BOOST_TEST_CONTEXT(row.what) {
            try {
                row.act();
                BOOST_ERROR("accepted");
            } catch (sql_error const& error) {
                BOOST_TEST(error.state() == row.state);
                BOOST_TEST(error.constraint() == row.constraint);
                std::string const text = error.what();
                BOOST_TEST(text.find("ecreto") == std::string::npos);
                BOOST_TEST(text.find("4711") == std::string::npos);
                BOOST_TEST(text.find("select") == std::string::npos);
            }
            BOOST_TEST(db.one(same_number, 5) == 5);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_connection_that_cannot_be_made_does_not_tell_the_password) {
    plaza::persistence::connection_options options;
    for (auto const* url : {"postgresql://plaza:s3cret@/nothing?host=/nowhere", "host=/nowhere password=s3cret",
                            "postgresql://plaza:s3cret@[broken/x"}) {
        options.conninfo = url;
        try {
            connection const db(options);
            BOOST_ERROR("connected");
        } catch (std::exception const& error) {
            BOOST_TEST(std::string(error.what()).find("s3cret") == std::string::npos);
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
