// SPDX-License-Identifier: EUPL-1.2
// Bodies of commands: what is JSON, and what a command takes from it.
#include "base/strict_json.hpp"

#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

namespace base = plaza::base;
using namespace std::string_literals;

BOOST_AUTO_TEST_SUITE(strict_json)

namespace {

std::string nested(std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); }

std::string wide(std::size_t members) {
    std::string text = "{";
    for (std::size_t i = 0; i < members; ++i) text += (i ? ",\"" : "\"") + std::to_string(i) + "\":0";
    return text + "}";
}

/// "field:code field:code" in the order found, or "400 type", or "".
std::string told(base::object_reader& in) {
    auto const found = in.problem();
    if (!found) return "";
    if (found->status != 422) return std::to_string(found->status) + " " + found->type;
    std::string text;
    for (auto const& [field, code] : found->errors) text += (text.empty() ? "" : " ") + field + ":" + code;
    return text;
}

constexpr base::text_limits title = {.min = 1, .max = 10};

}  // namespace

BOOST_AUTO_TEST_CASE(json_is_accepted) {
    std::vector<std::string> const rows = {
        "{}",
        "[]",
        " {\"a\" : 1 } \n",
        "null",
        "\"\"",
        "-0",
        "1e3",
        "[1,2.5,-3]",
        "\"\\u00e1\\ud83d\\ude00\"",
        "\"ñ\"",
        R"({"a":{"a":1},"b":[{"a":2},{"a":3}]})",
        nested(32),
        wide(256),
        "\"\\/\\b\\f\\n\\r\\t\"",
        "\"\x7F\"",
    };
    for (auto const& row : rows) BOOST_TEST_CONTEXT(row) {
            BOOST_TEST(base::parse_json(row).has_value());
        }
}

BOOST_AUTO_TEST_CASE(everything_else_is_malformed) {
    std::vector<std::string> const rows = {
        "",
        " ",
        "{",
        "}",
        "{\"a\":1",
        "{\"a\":1}}",
        "{} {}",
        "{}\0"s,
        "{\"a\":1,}",
        "[1,]",
        "[1 2]",
        "{a:1}",
        "{'a':1}",
        "/* */{}",
        "{}// end",
        "\xEF\xBB\xBF{}",
        "01",
        "+1",
        "1.",
        ".5",
        "0x1",
        "NaN",
        "Infinity",
        "-",
        "\"\t\"",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\\ud800\"",
        "\"\\udc00\"",
        "\"\xED\xA0\x80\"",
        "\"\xC0\x80\"",
        "\"\xFF\"",
        "tru",
        "True",
        R"({"a":1,"a":2})",
        R"({"a":1,"\u0061":2})",
        R"([{"x":[{"a":1,"b":2,"a":1}]}])",
        nested(33),
        nested(100000),
        wide(257),
        "{\"a\"\n1}",
        "[\"a\0b\"]"s,
    };
    for (auto const& row : rows) {
        BOOST_TEST_CONTEXT(row.substr(0, 80)) {
            auto const parsed = base::parse_json(row);
            BOOST_TEST(!parsed.has_value());
            if (!parsed) BOOST_TEST((parsed.error().status == 422 && parsed.error().type == "invalid"));
        }
    }
}

BOOST_AUTO_TEST_CASE(a_command_is_read_by_name_and_type) {
    base::object_reader in(
        R"({"title":" Padro\u0301n ","number":7,"urgent":true,"kind":"question","tags":["a"," b"],
        "note":null,"password":" p\u0301 "})");
    BOOST_TEST(in.text("title", title) == "Padrón");
    BOOST_TEST(in.integer("number") == 7);
    BOOST_TEST(in.boolean("urgent"));
    BOOST_TEST(in.choice("kind", {"question", "update"}) == "question");
    BOOST_TEST(in.text_list("tags", title, 5) == (std::vector<std::string>{"a", "b"}),
               boost::test_tools::per_element());
    BOOST_TEST(!in.optional_text("note", title).has_value());
    BOOST_TEST(!in.optional_integer("after").has_value());
    BOOST_TEST(!in.optional_boolean("pinned").has_value());
    BOOST_TEST(!in.optional_choice("order", {"best"}).has_value());
    BOOST_TEST(in.secret("password", 10) == " ṕ ");
    BOOST_TEST(in.has("title"));
    BOOST_TEST(!in.has("after"));
    BOOST_TEST(told(in) == "");
}

BOOST_AUTO_TEST_CASE(all_wrong_fields_are_told_at_once) {
    base::object_reader in(R"({"title":"","number":1.0,"big":18446744073709551615,"urgent":"yes","kind":"x",
        "tags":["a",1],"secret":"","score":9,"author":3})");
    in.text("title", title);
    in.text("missing", title);
    in.integer("number");
    in.integer("big");
    in.boolean("urgent");
    in.choice("kind", {"question"});
    in.text_list("tags", title, 5);
    in.secret("secret", 10);
    in.refuse("title", "not_here");
    BOOST_TEST(told(in) ==
               "title:required missing:required number:wrong_type big:out_of_range urgent:wrong_type "
               "kind:unknown_value tags:wrong_type secret:required title:not_here score:unknown_field "
               "author:unknown_field");
}

BOOST_AUTO_TEST_CASE(values_are_checked_exactly) {
    struct row {
        std::string body;
        std::string expected;
    };
    std::vector<row> const numbers = {
        {R"({"n":9007199254740991})", ""},
        {R"({"n":9007199254740992})", "n:out_of_range"},
        {R"({"n":0})", "n:out_of_range"},
        {R"({"n":-1})", "n:out_of_range"},
        {R"({"n":1e3})", "n:wrong_type"},
        {R"({"n":1.0})", "n:wrong_type"},
        {R"({"n":"1"})", "n:wrong_type"},
        {R"({"n":true})", "n:wrong_type"},
        {R"({"n":null})", "n:required"},
        {R"({"n":123456789012345678901234567890})", "n:wrong_type"},
        {R"({"n":[1]})", "n:wrong_type"},
        {R"({"N":1})", "n:required N:unknown_field"},
        {R"({"n":1,"":2})", ":unknown_field"},
        {R"([1])", "body:wrong_type"},
        {R"("n")", "body:wrong_type"},
        {R"({"n":1,"n":1})", "$:malformed_json"},
        {"", "$:malformed_json"},
    };
    for (auto const& r : numbers) {
        BOOST_TEST_CONTEXT(r.body) {
            base::object_reader in(r.body);
            in.integer("n");
            BOOST_TEST(told(in) == r.expected);
        }
    }
    std::vector<row> const texts = {
        {R"({"t":"a\u0000b"})", "t:invalid_character"},
        {R"({"t":"a\nb"})", "t:invalid_character"},
        {R"({"t":"\u001b[0m"})", "t:invalid_character"},
        {R"({"t":"12345678901"})", "t:too_long"},
        {R"({"t":1})", "t:wrong_type"},
        {R"({"t":{}})", "t:wrong_type"},
        {R"({"t":"\ufffe"})", ""},
    };
    for (auto const& r : texts) {
        BOOST_TEST_CONTEXT(r.body) {
            base::object_reader in(r.body);
            in.text("t", title);
            BOOST_TEST(told(in) == r.expected);
        }
    }
}

BOOST_AUTO_TEST_CASE(lists_and_secrets_have_limits) {
    base::object_reader in(R"({"many":["a","b","c"],"long":["12345678901"],"kind":["x"],"s":"123456","z":"a\u0000"})");
    in.text_list("many", title, 2);
    in.text_list("long", title, 2);
    in.choice("kind", {"x"});
    in.secret("s", 5);
    in.secret("z", 5);
    BOOST_TEST(told(in) == "many:too_many long:too_long kind:wrong_type s:too_long z:invalid_character");
}

BOOST_AUTO_TEST_CASE(names_of_unknown_fields_are_echoed_within_bounds) {
    base::object_reader in("{\"" + std::string(5000, 'x') + "\":1,\"a\\u0000\\n\":2}");
    auto const found = in.problem();
    BOOST_REQUIRE(found.has_value());
    BOOST_REQUIRE(found->errors.size() == 2u);
    BOOST_TEST(base::count_code_points(found->errors[0].first) == 64u);
    BOOST_TEST(found->errors[1].first == "a");
}

BOOST_AUTO_TEST_CASE(every_byte_sequence_of_two_is_answered) {
    for (int a = 0; a < 256; ++a) {
        for (int b = 0; b < 256; ++b) {
            std::string const body = {static_cast<char>(a), static_cast<char>(b)};
            base::object_reader in(body);
            bool const empty_object = body == "{}";
            BOOST_TEST(in.problem().has_value() != empty_object, "bytes " << a << " " << b);
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
