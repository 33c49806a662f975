// SPDX-License-Identifier: EUPL-1.2
// Markdown made to hurt: it takes bounded time, gives bounded HTML, and the HTML is always well nested.
#include "base/markdown.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace base = plaza::base;

BOOST_AUTO_TEST_SUITE(markdown_hostile)

namespace {

std::string repeat(std::string_view piece, std::size_t bytes) {
    std::string text;
    while (text.size() + piece.size() <= bytes) text += piece;
    return text;
}

std::string numbered_references(std::size_t bytes) {
    std::string text;
    for (int i = 0; text.size() < bytes; ++i)
        text += "[r" + std::to_string(i) + "]: https://x.es/" + std::string(9, 'a') + "\n";
    return text + "\n[r1][r2][r3]";
}

/// Every element is one we know, closes in order, and has no attribute we do not write.
std::string fault_in(std::string_view html) {
    static std::vector<std::string_view> const elements = {"p",  "em",    "strong", "del",        "code", "pre", "a",
                                                           "ul", "ol",    "li",     "blockquote", "h3",   "h4",  "h5",
                                                           "h6", "table", "thead",  "tbody",      "tr",   "th",  "td"};
    static std::vector<std::string_view> const attributes = {"href", "title", "rel", "class", "start", "scope"};
    std::vector<std::string_view> open;
    for (auto at = html.find('<'); at != std::string_view::npos; at = html.find('<', at)) {
        auto const end = html.find('>', at);
        if (end == std::string_view::npos) return "unfinished tag";
        auto tag = html.substr(at + 1, end - at - 1);
        at = end;
        if (tag == "br" || tag == "hr") continue;
        if (tag.starts_with('/')) {
            if (open.empty() || open.back() != tag.substr(1)) return "closes " + std::string(tag);
            open.pop_back();
            continue;
        }
        auto const name = tag.substr(0, tag.find(' '));
        if (std::find(elements.begin(), elements.end(), name) == elements.end()) return "element " + std::string(name);
        if (name == "a" && std::find(open.begin(), open.end(), "a") != open.end()) return "link within a link";
        open.push_back(name);
        tag.remove_prefix(name.size());
        while (!tag.empty()) {
            auto const equals = tag.find("=\"");
            if (equals == std::string_view::npos) return "attribute without value";
            auto const attribute = tag.substr(1, equals - 1);
            if (std::find(attributes.begin(), attributes.end(), attribute) == attributes.end()) {
                return "attribute " + std::string(attribute);
            }
            auto const quote = tag.find('"', equals + 2);
            if (quote == std::string_view::npos) return "open value";
            auto const value = tag.substr(equals + 2, quote - equals - 2);
            if (attribute == "href" && !value.starts_with("http") && !value.starts_with("HTTP") &&
                !value.starts_with("mailto:")) {
                return "href " + std::string(value);
            }
            tag.remove_prefix(quote + 1);
        }
    }
    return open.empty() ? "" : "left open " + std::string(open.back());
}

}  // namespace

BOOST_AUTO_TEST_CASE(large_and_nested_input_stays_within_its_limits) {
    constexpr auto full = base::markdown_limits::input;
    std::vector<std::pair<std::string, std::string>> const rows = {
        {"table of 25 KB", repeat("|a", 126) + "|\n" + repeat("|---", 63 * 4) + "|\n" + repeat("|1|2|3|\n", 25'000)},
        {"table wide and long", repeat("|a", 20'000) + "|\n" + repeat("|---", 40'000) + "|\n" + repeat("|\n", 5'000)},
        {"table at the limit of columns", repeat("|a", 128) + "|\n" + repeat("|---", 256) + "|\n" + repeat("|\n", full - 400)},
        {"quotes in quotes", repeat(">", full)},
        {"many quoted lines", repeat(repeat("> ", 500) + "a\n", full)},
        {"list in list", repeat("- ", full)},
        {"list by indentation", [] {
             std::string text;
             for (std::size_t i = 0; text.size() < 60'000; ++i) text += std::string(2 * i, ' ') + "- a\n";
             return text;
         }()},
        {"open brackets", repeat("[", full)},
        {"open pictures", repeat("![", full)},
        {"closed brackets", repeat("[a](", full)},
        {"brackets in brackets", repeat("[", full / 2) + repeat("](https://x.es)", full / 2)},
        {"emphasis", repeat("*a ", full)},
        {"emphasis mixed", repeat("*_", full)},
        {"emphasis both ways", repeat("a**b", full)},
        {"emphasis nested", repeat("*a **b ", full / 2) + repeat("c** d* ", full / 2)},
        {"tildes", repeat("~a~~", full)},
        {"backticks", [] {
             std::string text;
             for (std::size_t i = 1; text.size() < 60'000; ++i) text += std::string(i, '`') + " ";
             return text;
         }()},
        {"angles", repeat("<a", full)},
        {"comments", repeat("<!--", full)},
        {"entities", repeat("&amp;", full)},
        {"half entities", repeat("&#x", full)},
        {"references", numbered_references(full - 100)},
        {"a reference used often", "[a]: https://x.es/" + std::string(30'000, 'x') + "\n\n" + repeat("[a] ", 30'000)},
        {"addresses", repeat("https://x.es ", full)},
        {"mail", repeat("a@b.es ", full)},
        {"at signs", repeat("a@", full)},
        {"www", repeat("www.", full)},
        {"backslashes", repeat("\\", full)},
        {"hard breaks", repeat("a  \n", full)},
        {"headings", repeat("# a\n", full)},
        {"rules", repeat("---\n", full)},
        {"setext", repeat("a\n=\n", full)},
        {"blank lines", repeat("\n", full)},
        {"tabs", repeat("\t", full)},
        {"spaces before fences", repeat("   ```\n", full)},
        {"fences", repeat("```\n", full)},
        {"tasks", repeat("- [x] a\n", full)},
        {"pipes", repeat("|", full)},
        {"quotes to escape", repeat("\"", full)},
    };
    for (auto const& [name, markdown] : rows) {
        BOOST_TEST_CONTEXT(name) {
            auto const html = base::to_html(markdown);
            auto const words = base::plain_text(markdown);
            if (html) {
                BOOST_TEST(html->size() <= base::markdown_limits::output);
                BOOST_TEST(fault_in(*html) == "");
            } else {
                BOOST_TEST(html.error().type == "too_complex");
            }
            BOOST_TEST(words.size() <= base::markdown_limits::output + base::markdown_limits::input);
            BOOST_TEST(fault_in(base::to_html_or_verbatim(markdown)) == "");
        }
    }
}

BOOST_AUTO_TEST_CASE(limits_are_told) {
    BOOST_TEST(base::to_html(std::string(base::markdown_limits::input, 'a')).has_value());
    BOOST_TEST(base::to_html(std::string(base::markdown_limits::input + 1, 'a')).error().type == "too_long");
    BOOST_TEST(base::to_html("a\xFF").error().type == "invalid_utf8");
    auto const reference = "[a]: https://x.es/" + std::string(30'000, 'x') + "\n\n" + repeat("[a] ", 30'000);
    BOOST_TEST(base::to_html(reference).error().type == "too_complex");
    // Rows of one cell, which the parser fills up: a few KB that would be a megabyte.
    auto const filled = repeat("|a", 120) + "|\n" + repeat("|-", 120) + "|\n" + repeat("|a\n", 4200);
    BOOST_TEST(filled.size() < 5'000U);
    BOOST_TEST(base::to_html(filled).error().type == "too_complex");
    BOOST_TEST(base::to_html_or_verbatim(filled).size() < 10'000U);
    BOOST_TEST(base::to_html(std::string(base::markdown_limits::input, '"')).error().type == "too_complex");
    BOOST_TEST(base::to_html(std::string(base::markdown_limits::input - 10, '"')).has_value());
    BOOST_TEST(base::to_html_or_verbatim("a <b>\xFF") == "<pre>a &lt;b&gt;\uFFFD</pre>\n");
}

BOOST_AUTO_TEST_CASE(deep_nesting_loses_its_tags_and_keeps_its_words) {
    auto const html = base::to_html(repeat("> ", 200) + "deep");
    BOOST_REQUIRE(html.has_value());
    BOOST_TEST(html->find("deep") != std::string::npos);
    std::size_t quotes = 0;
    for (auto at = html->find("<blockquote>"); at != std::string::npos; at = html->find("<blockquote>", at + 1))
        ++quotes;
    BOOST_TEST(quotes == base::markdown_limits::depth);
}

BOOST_AUTO_TEST_CASE(random_pieces_give_well_nested_html) {
    static std::vector<std::string_view> const pieces = {"a",           " ",        "\n",
                                                         "\n\n",        "*",        "**",
                                                         "_",           "~~",       "`",
                                                         "```",         "[",        "](",
                                                         "]",           ")",        "![",
                                                         "<",           ">",        "\"",
                                                         "'",           "&",        "&#106;",
                                                         ";",           "|",        "|-|",
                                                         "\n|",         "- ",       "1. ",
                                                         "> ",          "# ",       "    ",
                                                         "\t",          "\\",       "https://x.es",
                                                         "javascript:", "<script>", "onerror=",
                                                         "[x]",         "- [ ] ",   "www.x.es",
                                                         "a@b.es",      "==",       "---",
                                                         "ñ",           "\xC3",     "[a]: https://y.es \"t\"\n"};
    std::mt19937 random(20260101);
    for (int round = 0; round < 20'000; ++round) {
        std::string text;
        for (auto left = random() % 40; left > 0; --left) text += pieces[random() % pieces.size()];
        auto const fault = fault_in(base::to_html_or_verbatim(text));
        BOOST_TEST(fault.empty(), fault << " in: " << text);
        base::plain_text(text);
    }
}

BOOST_AUTO_TEST_SUITE_END()
