// SPDX-License-Identifier: EUPL-1.2
// What may stand in names, titles and bodies.
#include "base/text.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

namespace base = plaza::base;
using namespace std::string_literals;

BOOST_AUTO_TEST_SUITE(text)

namespace {

struct cleaning {
    std::string input;
    std::string expected;  // the text, or "!code"
};

std::string outcome(base::result<std::string> const& cleaned) {
    return cleaned ? *cleaned : "!" + cleaned.error().type;
}

constexpr base::text_limits line = {.min = 1, .max = 20, .multi_line = false};
constexpr base::text_limits body = {.min = 1, .max = 40, .multi_line = true};

}  // namespace

BOOST_AUTO_TEST_CASE(single_line_texts_are_cleaned_or_refused) {
    std::vector<cleaning> const rows = {
        {"Padrón", "Padrón"},
        {"  two  words \t"s, "!invalid_character"},
        {"  two  words  ", "two  words"},
        {"\u00A0nbsp\u2003", "nbsp"},
        {"Pen\u0303a", "Peña"},  // decomposed
        {"\u212B", "\u00C5"},    // angstrom sign
        {"", "!required"},
        {"   ", "!required"},
        {"\u200B\u200B", "!required"},
        {"\u3164", "!required"},  // a letter that shows nothing
        {"a\nb", "!invalid_character"},
        {"a\0b"s, "!invalid_character"},
        {"a\x1B[31m", "!invalid_character"},
        {"a\x7F", "!invalid_character"},
        {"a\u009B"
         "31m",
         "!invalid_character"},              // C1 control sequence introducer
        {"ana\u202Egnp.exe", "anagnp.exe"},  // an override would show exe.png
        {"a\u2066b\u2069", "ab"},
        {"\uFEFFa\uFEFF", "a"},
        {"a\u2028b", "a b"},
        {"\xC3", "!invalid_utf8"},
        {"\xC0\x80", "!invalid_utf8"},          // overlong NUL
        {"\xED\xA0\x80", "!invalid_utf8"},      // surrogate
        {"\xF4\x90\x80\x80", "!invalid_utf8"},  // above U+10FFFF
        {"\xE0\x80\xAF", "!invalid_utf8"},
        {"\xFF", "!invalid_utf8"},
        {"👩‍💻", "👩‍💻"},  // a joiner between emoji stays
        {"ññññññññññññññññññññ", "ññññññññññññññññññññ"},
        {"ñññññññññññññññññññññ", "!too_long"},
    };
    for (auto const& row : rows) {
        BOOST_TEST_CONTEXT(row.input) { BOOST_TEST(outcome(base::clean_text(row.input, line)) == row.expected); }
    }
}

BOOST_AUTO_TEST_CASE(multi_line_texts_keep_lines_tabs_and_first_indentation) {
    std::vector<cleaning> const rows = {
        {"a\r\nb\rc\nd", "a\nb\nc\nd"},
        {"\n \n    code\n\n", "    code"},
        {"a\tb  \n", "a\tb"},
        {"a\x0B", "!invalid_character"},
        {"a\u202Eb", "a\u202Eb"},
        {"\n\n", "!required"},
        {"0123456789012345678901234567890123456789", "0123456789012345678901234567890123456789"},
        {"0123456789012345678901234567890123456789x", "!too_long"},
    };
    for (auto const& row : rows) {
        BOOST_TEST_CONTEXT(row.input) { BOOST_TEST(outcome(base::clean_text(row.input, body)) == row.expected); }
    }
}

BOOST_AUTO_TEST_CASE(a_text_may_be_optional_or_have_a_least_length) {
    BOOST_TEST(outcome(base::clean_text(" ", {.min = 0, .max = 5})) == "");
    BOOST_TEST(outcome(base::clean_text("abc", {.min = 5, .max = 9})) == "!too_short");
    BOOST_TEST(outcome(base::clean_text("", {.min = 5, .max = 9})) == "!required");
}

BOOST_AUTO_TEST_CASE(scrubbing_never_refuses) {
    BOOST_TEST(base::scrub_text("a\xFF"
                                "b\0c\x1B\r\nd"s,
                                true) == "a\uFFFDbc\nd");
    BOOST_TEST(base::scrub_text(" a\nb\t\u202Ec ", false) == "a b c");
    for (auto const& multi_line : {true, false}) {
        std::string every_byte;
        for (int i = 0; i < 256; ++i) every_byte += static_cast<char>(i);
        auto const scrubbed = base::scrub_text(every_byte, multi_line);
        BOOST_TEST(outcome(base::clean_text(scrubbed, {.min = 1, .max = 1000, .multi_line = multi_line})) == scrubbed);
    }
}

BOOST_AUTO_TEST_CASE(every_code_point_survives_encoding) {
    unsigned survived = 0;
    for (std::uint32_t c = 0; c <= 0x10FFFF; ++c) {
        if (c >= 0xD800 && c <= 0xDFFF) continue;
        std::string encoded;
        base::append_code_point(encoded, c);
        std::size_t at = 0;
        if (base::next_code_point(encoded, at) == c && at == encoded.size()) ++survived;
    }
    BOOST_TEST(survived == 0x110000u - 0x800u);
}

BOOST_AUTO_TEST_CASE(extracts_are_one_line_and_cut_between_words) {
    BOOST_TEST(base::plain_extract(" a \n\n b\tc ", 20) == "a b c");
    BOOST_TEST(base::plain_extract("uno dos tres", 12) == "uno dos tres");
    BOOST_TEST(base::plain_extract("uno dos tres", 11) == "uno dos…");
    BOOST_TEST(base::plain_extract("uno dos tres", 8) == "uno dos…");
    BOOST_TEST(base::plain_extract("uno dos tres", 7) == "uno…");
    BOOST_TEST(base::plain_extract("a bcdefghijklmnop", 8) == "a bcdef…");
    BOOST_TEST(base::plain_extract("ñandúñandú", 5) == "ñand…");
    BOOST_TEST(base::plain_extract("abc", 0) == "");
    for (std::size_t max = 1; max < 30; ++max) {
        BOOST_TEST(base::count_code_points(base::plain_extract("la ordenación de los pliegos técnicos", max)) <= max);
    }
}

BOOST_AUTO_TEST_CASE(html_is_escaped) {
    std::string out;
    base::append_html(out, "<a href=\"x\" title='y'>&amp;</a>");
    BOOST_TEST(out == "&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;amp;&lt;/a&gt;");
}

BOOST_AUTO_TEST_CASE(slugs) {
    for (auto const* good : {"ab", "contratacion", "medio-ambiente", "3d", "a-"}) BOOST_TEST(base::valid_slug(good));
    for (auto const* bad : {"", "a", "-a", "Aa", "a_b", "a b", "año", "a/b"}) BOOST_TEST(!base::valid_slug(bad));
    BOOST_TEST(base::valid_slug(std::string(63, 'a')));
    BOOST_TEST(!base::valid_slug(std::string(64, 'a')));
}

BOOST_AUTO_TEST_SUITE_END()
