// SPDX-License-Identifier: EUPL-1.2
// Cursors: opaque, authenticated, bound to what they were made for.
#include "base/crypto.hpp"

#include <boost/test/unit_test.hpp>

#include <limits>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

using plaza::base::cursor_codec;
using numbers = std::vector<std::int64_t>;

namespace {

struct started {
    started() { plaza::base::start_crypto(); }
};

std::string const key(32, 'k');

}  // namespace

BOOST_AUTO_TEST_SUITE(cursors, *boost::unit_test::fixture<started>())

BOOST_AUTO_TEST_CASE(what_goes_in_comes_out) {
    cursor_codec const codec(key);
    std::vector<numbers> const rows = {
        {},
        {0},
        {1},
        {-1},
        {std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max()},
        {1, 2, 3, 4},
        numbers(20, 7),
    };
    for (auto const& row : rows) {
        auto const text = codec.encode("feed", row);
        auto const back = codec.decode("feed", text, row.size());
        BOOST_TEST_REQUIRE(back.has_value());
        BOOST_TEST(*back == row, boost::test_tools::per_element());
        BOOST_TEST(text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") ==
                   std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(equal_content_gives_equal_text_and_a_fresh_one_never_does) {
    cursor_codec const codec(key);
    BOOST_TEST(codec.encode("live", {42}) == codec.encode("live", {42}));
    BOOST_TEST(codec.encode("live", {42}) != codec.encode("live", {43}));
    BOOST_TEST(codec.encode("live", {42}) != codec.encode("feed", {42}));
    std::set<std::string> seen{codec.encode("live", {42})};
    for (int i = 0; i < 100; ++i) {
        auto const fresh = codec.encode_fresh("live", {42});
        BOOST_TEST(seen.insert(fresh).second);
        BOOST_TEST(codec.decode("live", fresh, 1).value() == numbers{42}, boost::test_tools::per_element());
    }
}

BOOST_AUTO_TEST_CASE(a_text_made_otherwise_is_no_cursor) {
    cursor_codec const codec(key);
    auto const text = codec.encode("feed", {7, 8});
    struct row {
        char const* what;
        std::string text;
        std::string purpose;
        std::size_t count;
    };
    std::vector<row> const rows = {
        {"another purpose", text, "search", 2},
        {"an empty purpose", text, "", 2},
        {"fewer numbers", text, "feed", 1},
        {"more numbers", text, "feed", 3},
        {"no numbers", text, "feed", 0},
        {"empty", "", "feed", 2},
        {"empty where none are wanted", "", "feed", 0},
        {"cut", text.substr(0, text.size() - 1), "feed", 2},
        {"longer", text + "A", "feed", 2},
        {"padded", text + "=", "feed", 2},
        {"with a line end", text + "\n", "feed", 2},
        {"plain numbers", "7,8", "feed", 2},
        {"not Base64", std::string(text.size(), '*'), "feed", 2},
        {"zeros", std::string(text.size(), 'A'), "feed", 2},
        {"very long", std::string(100'000, 'A'), "feed", 2},
        {"of another installation", cursor_codec(std::string(32, 'x')).encode("feed", {7, 8}), "feed", 2},
    };
    for (auto const& row : rows) {
        BOOST_TEST_CONTEXT(row.what) { BOOST_TEST(!codec.decode(row.purpose, row.text, row.count).has_value()); }
    }
}

BOOST_AUTO_TEST_CASE(no_character_can_be_changed) {
    cursor_codec const codec(key);
    auto const text = codec.encode("feed", {7, 8});
    for (std::size_t at = 0; at < text.size(); ++at) {
        for (char other : {'A', 'Q', '_', '0'}) {
            auto changed = text;
            if (changed[at] == other) continue;
            changed[at] = other;
            BOOST_TEST_CONTEXT("character " << at) { BOOST_TEST(!codec.decode("feed", changed, 2).has_value()); }
        }
    }
}

BOOST_AUTO_TEST_CASE(a_short_key_is_refused) {
    BOOST_CHECK_THROW(cursor_codec(std::string(31, 'k')), std::invalid_argument);
    BOOST_CHECK_NO_THROW(cursor_codec(std::string(32, 'k')));
}

BOOST_AUTO_TEST_CASE(keys_of_any_length_count_whole) {
    auto const text = cursor_codec(std::string(32, 'k') + "1").encode("feed", {1});
    BOOST_TEST(!cursor_codec(std::string(32, 'k') + "2").decode("feed", text, 1).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
