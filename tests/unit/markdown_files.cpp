// SPDX-License-Identifier: EUPL-1.2
// Files in texts: which addresses name one, and what is shown of those that are a text's own.
#include "base/link_address.hpp"
#include "base/markdown.hpp"

#include <boost/test/unit_test.hpp>

namespace {

using plaza::base::own_file;

std::string shown(std::string_view markdown) {
    auto const own = [](std::int64_t id) -> std::optional<own_file> {
        if (id == 1) return own_file{true, 640, 480};
        if (id == 2) return own_file{false, 640, 480};
        if (id == 3) return own_file{};
        if (id == 4) return own_file{false, 0, 0};
        return std::nullopt;
    };
    auto html = plaza::base::to_html(markdown, {}, own);
    BOOST_REQUIRE(html);
    return *html;
}

constexpr std::string_view rel = "\" rel=\"nofollow noopener noreferrer\">";
std::string link(int id, std::string_view words) {
    return "<a href=\"/api/v1/files/" + std::to_string(id) + std::string(rel) + std::string(words) + "</a>";
}
std::string picture(std::string_view words) {
    return "<img src=\"/api/v1/files/1?size=small\" width=\"640\" height=\"480\" loading=\"lazy\" alt=\"" +
           std::string(words) + "\">";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(markdown_files)

BOOST_AUTO_TEST_CASE(an_own_picture_is_shown_and_leads_to_itself) {
    BOOST_TEST(shown("![Plano](/files/1)") == "<p>" + link(1, picture("Plano")) + "</p>\n");
    BOOST_TEST(shown("antes ![](/files/1) después") == "<p>antes " + link(1, picture("")) + " después</p>\n");
    BOOST_TEST(shown("![a \"b\" <c> & **d** `e` &quot;](/files/1)") ==
               "<p>" + link(1, picture("a &quot;b&quot; &lt;c&gt; &amp; d e &quot;")) + "</p>\n");
    BOOST_TEST(shown("**x ![**y**](/files/1) z**") == "<p><strong>x " + link(1, picture("y")) + " z</strong></p>\n");
    BOOST_TEST(shown("[![Plano](/files/1)](https://e.example/)") ==
               "<p><a href=\"https://e.example/" + std::string(rel) + picture("Plano") + "</a></p>\n");
    BOOST_TEST(shown("![fuera ![dentro](/files/1)](/files/1)") == "<p>" + link(1, picture("fuera dentro")) + "</p>\n");
}

BOOST_AUTO_TEST_CASE(what_is_not_ready_is_its_words_alone) {
    BOOST_TEST(shown("![Plano](/files/2) y [acta](/files/4)") == "<p>Plano y acta</p>\n");
}

BOOST_AUTO_TEST_CASE(other_files_are_links) {
    BOOST_TEST(shown("[acta.pdf](/files/3)") == "<p>" + link(3, "acta.pdf") + "</p>\n");
    BOOST_TEST(shown("![acta](/files/3)") == "<p>" + link(3, "acta") + "</p>\n");
    BOOST_TEST(shown("![de otro](/files/9)") == "<p>" + link(9, "de otro") + "</p>\n");
    BOOST_TEST(shown("![x](https://e.example/p.png)") ==
               "<p><a href=\"https://e.example/p.png" + std::string(rel) + "x</a></p>\n");
}

BOOST_AUTO_TEST_CASE(only_a_number_names_a_file) {
    using plaza::base::file_in_link;
    BOOST_TEST(file_in_link("/files/12").value() == 12);
    for (std::string_view const other : {"/files/", "/files/x", "/files/1x", "/files/-1", "/files/01", "/files/0",
                                         "/files/1?size=small", "/files/1/..", "//files/1", "files/1", "/Files/1",
                                         "/files/99999999999999999999", "https://e.example/files/1", "/files/ 1"}) {
        BOOST_TEST(!file_in_link(other), other);
        auto const html = plaza::base::to_html("[x](<" + std::string(other) + ">) ![y](<" + std::string(other) + ">)",
                                               {}, [](std::int64_t) {
                                                   return own_file{true, 1, 1};
                                               });
        BOOST_TEST(html->find("<img") == std::string::npos, other);
        BOOST_TEST(html->find("/api/") == std::string::npos, other);
    }
}

BOOST_AUTO_TEST_CASE(named_files_are_each_given_once) {
    std::vector<std::int64_t> const wanted{3, 1, 7};
    auto const named = plaza::base::files_named(
        "[a](/files/3) ![b](/files/1)\n\n| x |\n|-|\n| [c](/files/3) |\n\n> `[d](/files/5)`\n\n[e]\n\n[e]: /files/7",
        10);
    BOOST_TEST(named == wanted, boost::test_tools::per_element());
    BOOST_TEST(plaza::base::files_named("[a](/files/3) [b](/files/4)", 1).size() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()
