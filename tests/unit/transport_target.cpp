// SPDX-License-Identifier: EUPL-1.2
#include "transport/target.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

using plaza::transport::is_text;
using plaza::transport::parse_target;
using namespace std::string_literals;

BOOST_AUTO_TEST_SUITE(transport_target)

BOOST_AUTO_TEST_CASE(paths_are_decoded_and_resolved) {
    std::vector<std::pair<std::string, std::string>> const rows = {
        {"/", "/"},
        {"/a", "/a"},
        {"/a/", "/a/"},
        {"//a", "//a"},
        {"/a//b", "/a//b"},
        {"/a%20b", "/a b"},
        {"/a+b", "/a+b"},
        {"/a%2bb", "/a+b"},
        {"/%C3%B1", "/\xc3\xb1"},
        {"/%c3%b1", "/\xc3\xb1"},
        {"/%41", "/A"},
        {"/%25", "/%"},
        {"/%252e%252e", "/%2e%2e"},
        {"/.", "/"},
        {"/a/.", "/a/"},
        {"/a/./b", "/a/b"},
        {"/a/..", "/"},
        {"/a/../b", "/b"},
        {"/a/b/../../c", "/c"},
        {"/a/%2e%2E/b", "/b"},
        {"/a/%2e/b", "/a/b"},
        {"/.well-known", "/.well-known"},
        {"/..a", "/..a"},
        {"/...", "/..."},
        {"/a?", "/a"},
        {"/a?b/../c", "/a"},
        {"/a[b]|c", "/a[b]|c"},
        {"http://h", "/"},
        {"http://h/a/../b", "/b"},
        {"HTTPS://h:1/a", "/a"},
    };
    for (auto const& [received, path] : rows) {
        auto const target = parse_target(received);
        BOOST_REQUIRE_MESSAGE(target.has_value(), received);
        BOOST_TEST(target->path == path, received);
    }
    BOOST_TEST(parse_target("http://h:1/a")->authority == "h:1");
    BOOST_TEST(parse_target("/http://h/a")->authority.empty());
}

BOOST_AUTO_TEST_CASE(what_can_be_read_in_two_ways_is_refused) {
    for (auto const& received : {
             ""s,
             "*"s,
             "a"s,
             "a/b"s,
             "?a"s,
             "//../a"s + "/../../.."s,
             "/.."s,
             "/../a"s,
             "/a/../.."s,
             "/%2e%2e/a"s,
             "/%2e%2e"s,
             "/a/../../b"s,
             "/a%2fb"s,
             "/a%2Fb"s,
             "/a%5cb"s,
             "/a\\b"s,
             "/%00"s,
             "/a%0d%0ab"s,
             "/%"s,
             "/%4"s,
             "/%zz"s,
             "/%4g"s,
             "/%ff"s,
             "/%c0%ae"s,
             "/%c0%af"s,
             "/%ed%a0%80"s,
             "/%f4%90%80%80"s,
             "/%e2%82"s,
             "/a#b"s,
             "/a?b#c"s,
             "/%7f"s,
             "/%09"s,
             "http://"s,
             "http:///a"s,
             "http://u@h/a"s,
             "ftp://h/a"s,
             "http://h?a"s,
             "/a?b=%"s,
             "/a?b=%ff"s,
             "/a?b=%00"s,
             "/a?%zz=1"s,
             "/a?b=%01"s,
         })
        BOOST_TEST(!parse_target(received).has_value(), received);
}

BOOST_AUTO_TEST_CASE(parameters_are_decoded_in_their_order) {
    auto const target = parse_target("/s?q=a+b%2Bc&&x&y=&q=2&%C3%B1=%c3%b1&z=a=b&t=a%0Ab");
    BOOST_REQUIRE(target.has_value());
    std::vector<std::pair<std::string, std::string>> const expected = {
        {"q", "a b+c"}, {"x", ""}, {"y", ""}, {"q", "2"}, {"\xc3\xb1", "\xc3\xb1"}, {"z", "a=b"}, {"t", "a\nb"}};
    BOOST_TEST((target->query == expected));
}

BOOST_AUTO_TEST_CASE(parameters_have_a_number) {
    std::string received = "/?a";
    for (int i = 1; i < 64; ++i) received += "&a";
    BOOST_TEST(parse_target(received).has_value());
    BOOST_TEST(!parse_target(received + "&a").has_value());
}

BOOST_AUTO_TEST_CASE(text_is_utf_8_in_its_shortest_form_without_nul) {
    for (auto const& good : {""s, "a"s, "\x7f"s, "\xc2\x80"s, "\xdf\xbf"s, "\xe0\xa0\x80"s, "\xed\x9f\xbf"s,
                             "\xee\x80\x80"s, "\xef\xbf\xbf"s, "\xf0\x90\x80\x80"s, "\xf4\x8f\xbf\xbf"s})
        BOOST_TEST(is_text(good));
    for (auto const& bad :
         {"\0"s, "a\0b"s, "\x80"s, "\xbf"s, "\xc0\x80"s, "\xc1\xbf"s, "\xc2"s, "\xc2 "s, "\xe0\x9f\xbf"s, "\xe2\x82"s,
          "\xed\xa0\x80"s, "\xed\xbf\xbf"s, "\xf0\x8f\xbf\xbf"s, "\xf0\x90\x80"s, "\xf4\x90\x80\x80"s,
          "\xf5\x80\x80\x80"s, "\xff"s, "\xe2\x28\xa1"s, "\xf0\x90\x28\xbc"s})
        BOOST_TEST(!is_text(bad));
}

BOOST_AUTO_TEST_SUITE_END()
