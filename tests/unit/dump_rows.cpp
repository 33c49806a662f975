// SPDX-License-Identifier: EUPL-1.2
// What a row of a Stack Exchange dump means, and why it is left out when it cannot be used.
#include "domain/imports/dump_rows.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <utility>
#include <vector>

namespace imports = plaza::domain::imports;

BOOST_AUTO_TEST_SUITE(dump_rows)

namespace {

using attributes = std::vector<std::pair<std::string, std::string>>;

imports::xml_row row_of(attributes const& all) {
    imports::xml_row row;
    for (auto const& [name, value] : all) row.add(name, value);
    return row;
}

attributes with(attributes all, std::string const& name, std::string const& value) {
    for (auto& [key, old] : all) {
        if (key == name) {
            old = value;
            return all;
        }
    }
    all.emplace_back(name, value);
    return all;
}

attributes without(attributes all, std::string const& name) {
    std::erase_if(all, [&](auto const& a) { return a.first == name; });
    return all;
}

auto const now = *imports::parse_moment("2024-01-01T00:00:00");

attributes const question = {{"Id", "1"},
                             {"PostTypeId", "1"},
                             {"CreationDate", "2020-05-06T07:08:09.010"},
                             {"Title", " ¿Cómo? "},
                             {"Body", "<p>a</p>"},
                             {"OwnerUserId", "5"},
                             {"Tags", "<Padron><altas>"}};
attributes const answer = {
    {"Id", "2"}, {"PostTypeId", "2"}, {"ParentId", "1"}, {"CreationDate", "2020-05-06T07:08:09"}, {"Body", "b"}};
attributes const comment = {{"Id", "3"}, {"PostId", "2"}, {"Text", "c"}, {"CreationDate", "2020-05-06T07:08:09"}};

template <class Result>
std::string fault(Result const& result) {
    return result ? "" : result.error().type;
}

}  // namespace

BOOST_AUTO_TEST_CASE(dates_are_exact) {
    BOOST_TEST((imports::parse_moment("1970-01-01T00:00:00") == 0));
    BOOST_TEST((imports::parse_moment("2011-08-17T20:18:56.507") == 1313612336507000));
    BOOST_TEST((imports::parse_moment("2011-08-17T20:18:56.507Z") == 1313612336507000));
    BOOST_TEST((imports::parse_moment("2020-02-29 23:59:59.123456") == 1583020799123456));
    for (auto const* wrong :
         {"", "2011", "2011-02-30T00:00:00", "2011-13-01T00:00:00", "2011-01-01T24:00:00", "2011-01-01T00:60:00",
          "2011-01-01T00:00:00.", "2011-01-01T00:00:00.1234567", "2011-01-01T00:00:00.12x", "2011-01-01T00:00:0x",
          "1969-12-31T23:59:59", "2011-01-01X00:00:00", "-011-01-01T00:00:00"}) {
        BOOST_TEST(!imports::parse_moment(wrong).has_value(), wrong);
    }
}

BOOST_AUTO_TEST_CASE(a_question_is_read) {
    auto const post = imports::read_post(
        row_of(with(with(question, "AcceptedAnswerId", "2"), "LastEditDate", "2020-06-01T00:00:00")), now);
    BOOST_REQUIRE(post.has_value());
    BOOST_TEST((post->type == imports::post_type::question));
    BOOST_TEST(post->title == "¿Cómo?");
    BOOST_TEST(post->tags == (std::vector<std::string>{"padron", "altas"}), boost::test_tools::per_element());
    BOOST_TEST((post->accepted == 2));
    BOOST_TEST((post->author.id == 5));
    BOOST_TEST((post->edited == imports::parse_moment("2020-06-01T00:00:00")));
    auto const same = imports::read_post(row_of(with(question, "Score", "9")), now);
    BOOST_TEST(imports::read_post(row_of(question), now)->digest == same->digest);
    for (auto const* name : {"Title", "Body", "CreationDate", "Tags"}) {
        auto const other = imports::read_post(row_of(with(question, name, "2019-01-01T00:00:00")), now);
        BOOST_TEST(other->digest != same->digest, name);
    }
}

BOOST_AUTO_TEST_CASE(tags_of_newer_dumps_and_odd_ones) {
    auto const tags = [](std::string const& written) {
        return imports::read_post(row_of(with(question, "Tags", written)), now)->tags;
    };
    BOOST_TEST(tags("|a|b|") == (std::vector<std::string>{"a", "b"}), boost::test_tools::per_element());
    BOOST_TEST(tags("<a><A><><" + std::string(41, 'x') + "><c++>") == (std::vector<std::string>{"a", "c++"}),
               boost::test_tools::per_element());
    BOOST_TEST(tags("").empty());
}

BOOST_AUTO_TEST_CASE(posts_that_cannot_be_used_say_why) {
    std::vector<std::pair<attributes, std::string>> const rows = {
        {question, ""},
        {answer, ""},
        {without(question, "Id"), "Id missing or not a number"},
        {with(question, "Id", "x"), "Id missing or not a number"},
        {without(question, "PostTypeId"), "PostTypeId missing or not a number"},
        {with(question, "PostTypeId", "4"), "not taken over: post type 4"},
        {with(question, "PostTypeId", "7"), "not taken over: post type 7"},
        {without(question, "CreationDate"), "CreationDate missing or not a date"},
        {with(question, "CreationDate", "yesterday"), "CreationDate missing or not a date"},
        {with(question, "CreationDate", "2024-01-01T00:00:01"), "CreationDate in the future"},
        {without(question, "Title"), "Title missing"},
        {with(question, "Title", " \xE2\x80\x8B "), "Title missing"},
        {without(answer, "ParentId"), "ParentId missing or not a number"},
        {without(question, "OwnerUserId"), ""},
        {without(question, "Body"), ""},
    };
    for (auto const& [row, expected] : rows) BOOST_TEST(fault(imports::read_post(row_of(row), now)) == expected);
}

BOOST_AUTO_TEST_CASE(long_titles_are_cut) {
    auto const post = imports::read_post(row_of(with(question, "Title", std::string(400, 'x'))), now);
    BOOST_TEST(post->title.size() == 299u + std::string("…").size());
}

BOOST_AUTO_TEST_CASE(comments_make_no_blocks) {
    auto const read = [](std::string const& text) {
        return imports::read_comment(row_of(with(comment, "Text", text)), now);
    };
    BOOST_TEST(read("*a* `b`")->body == "*a* `b`");
    BOOST_TEST(read("# a")->body == "\\# a");
    BOOST_TEST(read("1. a\r\n\r\n- b")->body == "1\\. a\n\\- b");
    BOOST_TEST(fault(read("")) == "Text missing");
    BOOST_TEST(fault(read(std::string(100'000, 'x'))) == "Text too long: 100000 characters");
    BOOST_TEST(fault(imports::read_comment(row_of(without(comment, "PostId")), now)) ==
               "PostId missing or not a number");
}

BOOST_AUTO_TEST_CASE(people_always_have_a_name_and_a_date) {
    auto const read = [](attributes const& all) { return imports::read_person(row_of(all), now); };
    auto const person = read({{"Id", "-1"},
                              {"DisplayName", "Ana\u202E"},
                              {"AboutMe", "<p>a <b>b</b></p>"},
                              {"CreationDate", "2011-01-01T00:00:00"}});
    BOOST_TEST(person->id == -1);
    BOOST_TEST(person->name == "Ana");
    BOOST_TEST(person->bio == "a **b**");
    BOOST_TEST(!person->future);
    BOOST_TEST(read({{"Id", "7"}})->name == "user7");
    BOOST_TEST(read({{"Id", "7"}})->created == now);
    auto const future = read({{"Id", "7"}, {"CreationDate", "2030-01-01T00:00:00"}});
    BOOST_TEST(future->future);
    BOOST_TEST(future->created == now);
    BOOST_TEST(fault(read({{"DisplayName", "x"}})) == "Id missing or not a number");
}

BOOST_AUTO_TEST_CASE(history_votes_and_links) {
    attributes const history = {{"Id", "1"},
                                {"PostId", "2"},
                                {"PostHistoryTypeId", "5"},
                                {"CreationDate", "2020-01-01T00:00:00"},
                                {"Text", "a\r\nb"}};
    BOOST_TEST(imports::read_history(row_of(history), now)->text == "a\nb");
    BOOST_TEST(imports::read_history(row_of(history), now)->revision == "1");
    BOOST_TEST((imports::read_history(row_of(with(history, "PostHistoryTypeId", "4")), now)->part ==
                imports::history_part::title));
    BOOST_TEST(fault(imports::read_history(row_of(with(history, "PostHistoryTypeId", "6")), now)) ==
               "not taken over: history type 6");
    BOOST_TEST(fault(imports::read_history(row_of(with(history, "CreationDate", "2031-01-01T00:00:00")), now)) ==
               "CreationDate in the future");
    BOOST_TEST(imports::read_vote(row_of({{"PostId", "2"}, {"VoteTypeId", "3"}}))->type == 3);
    BOOST_TEST(fault(imports::read_vote(row_of({{"PostId", "2"}}))) == "VoteTypeId missing or not a number");
    attributes const link = {{"Id", "1"},
                             {"PostId", "2"},
                             {"RelatedPostId", "3"},
                             {"LinkTypeId", "3"},
                             {"CreationDate", "2020-01-01T00:00:00"}};
    BOOST_TEST(imports::read_link(row_of(link), now)->duplicate);
    BOOST_TEST(!imports::read_link(row_of(with(link, "LinkTypeId", "1")), now)->duplicate);
    BOOST_TEST(fault(imports::read_link(row_of(with(link, "LinkTypeId", "2")), now)) == "not taken over: link type 2");
}

BOOST_AUTO_TEST_SUITE_END()
