// SPDX-License-Identifier: EUPL-1.2
// What a post's Markdown becomes, row by row.
#include "base/markdown.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

namespace base = plaza::base;
using namespace std::string_literals;

BOOST_AUTO_TEST_SUITE(markdown)

namespace {

struct row {
    std::string markdown;
    std::string html;
};

void check(std::vector<row> const& rows) {
    for (auto const& r : rows) {
        BOOST_TEST_CONTEXT(r.markdown) {
            auto const html = base::to_html(r.markdown);
            BOOST_REQUIRE(html.has_value());
            BOOST_TEST(*html == r.html);
        }
    }
}

std::string link(std::string const& href, std::string const& text) {
    return "<a href=\"" + href + "\" rel=\"nofollow noopener noreferrer\">" + text + "</a>";
}

std::string paragraph(std::string const& content) { return "<p>" + content + "</p>\n"; }

}  // namespace

BOOST_AUTO_TEST_CASE(blocks_and_spans) {
    check({
        {"", ""},
        {"hola", paragraph("hola")},
        {"a\nb", paragraph("a<br>\nb")},
        {"a  \nb", paragraph("a<br>\nb")},
        {"a\n\nb", paragraph("a") + paragraph("b")},
        {"*a* **b** ~~c~~ `d`", paragraph("<em>a</em> <strong>b</strong> <del>c</del> <code>d</code>")},
        {"***a***", paragraph("<em><strong>a</strong></em>")},
        {"# a", "<h3>a</h3>\n"},
        {"## a", "<h4>a</h4>\n"},
        {"### a", "<h5>a</h5>\n"},
        {"#### a", "<h6>a</h6>\n"},
        {"###### a", "<h6>a</h6>\n"},
        {"#a", paragraph("#a")},
        {"a\n===", "<h3>a</h3>\n"},
        {"> a\n> b", "<blockquote>\n<p>a<br>\nb</p>\n</blockquote>\n"},
        {"---", "<hr>\n"},
        {"- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"},
        {"- a\n  - b", "<ul>\n<li>a<ul>\n<li>b</li>\n</ul>\n</li>\n</ul>\n"},
        {"1. a\n2. b", "<ol>\n<li>a</li>\n<li>b</li>\n</ol>\n"},
        {"3) a", "<ol start=\"3\">\n<li>a</li>\n</ol>\n"},
        {"- [ ] a\n- [x] b", "<ul>\n<li class=\"task\">☐ a</li>\n<li class=\"task task-done\">☑ b</li>\n</ul>\n"},
        {"    a <b>", "<pre><code>a &lt;b&gt;\n</code></pre>\n"},
        {"```sql\nselect '<'\n```", "<pre><code class=\"language-sql\">select &#39;&lt;&#39;\n</code></pre>\n"},
        {"```C++ extra\nx\n```", "<pre><code class=\"language-c++\">x\n</code></pre>\n"},
        {"```a\"onclick=x\nx\n```", "<pre><code>x\n</code></pre>\n"},
        {"```a&#45;b\nx\n```", "<pre><code class=\"language-a-b\">x\n</code></pre>\n"},
        {"``` ñ\nx\n```", "<pre><code>x\n</code></pre>\n"},
        {"```aaaaaaaaaaaaaaaaaaaaa\nx\n```", "<pre><code>x\n</code></pre>\n"},
        {"|a|b|\n|:--|--:|\n|1|2|",
         "<table>\n<thead>\n<tr>\n<th scope=\"col\" class=\"align-left\">a</th>\n"
         "<th scope=\"col\" class=\"align-right\">b</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n"
         "<td class=\"align-left\">1</td>\n<td class=\"align-right\">2</td>\n</tr>\n</tbody>\n</table>\n"},
        {"|a|\n|:-:|",
         "<table>\n<thead>\n<tr>\n<th scope=\"col\" "
         "class=\"align-center\">a</th>\n</tr>\n</thead>\n</table>\n"},
        // One dash is enough, also in a quote; what is no rule stays as it is.
        {"a|b\n-|:-:\n1|2",
         "<table>\n<thead>\n<tr>\n<th scope=\"col\">a</th>\n<th scope=\"col\" "
         "class=\"align-center\">b</th>\n</tr>\n"
         "</thead>\n<tbody>\n<tr>\n<td>1</td>\n<td "
         "class=\"align-center\">2</td>\n</tr>\n</tbody>\n</table>\n"},
        {"> |a|\n> |-|",
         "<blockquote>\n<table>\n<thead>\n<tr>\n<th "
         "scope=\"col\">a</th>\n</tr>\n</thead>\n</table>\n</blockquote>\n"},
        {"```\n|a|\n|-|\n```", "<pre><code>|a|\n|-|\n</code></pre>\n"},
        {"    |a|\n    |-|", "<pre><code>|a|\n|-|\n</code></pre>\n"},
        {"a\n|-|", paragraph("a<br>\n|-|")},
        {"&amp; &lt; &aacute; &#241; &#xF1; &euro;", paragraph("&amp; &lt; á ñ ñ €")},
        {"&nosuch; &; &#0; &#xD800; &#x110000;", paragraph("&amp;nosuch; &amp;; � � �")},
        {"&lt;script&gt;", paragraph("&lt;script&gt;")},
        {"&#60;script&#62;", paragraph("&lt;script&gt;")},
        {"\\*a\\* \\<b>", paragraph("*a* &lt;b&gt;")},
        {"\"a\" & 'b'", paragraph("&quot;a&quot; &amp; &#39;b&#39;")},
    });
}

BOOST_AUTO_TEST_CASE(links_go_to_http_https_and_mailto_and_places_here_only) {
    check({
        {"[a](https://x.es)", paragraph(link("https://x.es", "a"))},
        {"[a](HTTP://x.es \"t\\\"\")",
         paragraph("<a href=\"HTTP://x.es\" title=\"t&quot;\" rel=\"nofollow noopener noreferrer\">a</a>")},
        {"[a](mailto:a@b.es)", paragraph(link("mailto:a@b.es", "a"))},
        {"<https://x.es/?a=1&b=2>", paragraph(link("https://x.es/?a=1&amp;b=2", "https://x.es/?a=1&amp;b=2"))},
        {"<a@b.es>", paragraph(link("mailto:a@b.es", "a@b.es"))},
        {"see https://x.es/a.", paragraph("see " + link("https://x.es/a", "https://x.es/a") + ".")},
        {"www.boe.es", paragraph(link("http://www.boe.es", "www.boe.es"))},
        {"a@b.es", paragraph(link("mailto:a@b.es", "a@b.es"))},
        {"[a][1]\n\n[1]: https://x.es", paragraph(link("https://x.es", "a"))},
        {"[a](<https://x.es/a b\"ñ>)", paragraph(link("https://x.es/a%20b%22%C3%B1", "a"))},
        {"[a](javascript:alert(1))", paragraph("a")},
        {"[a](JaVaScRiPt:alert(1))", paragraph("a")},
        {"[a](&#106;avascript:alert(1))", paragraph("a")},
        {"[a](javascript&colon;alert(1))", paragraph("a")},
        {"[a](java&Tab;script:alert(1))", paragraph("a")},
        {"[a](<java\tscript:alert(1)>)", paragraph("a")},
        {"[a](&#1;javascript:alert(1))", paragraph("a")},
        {"[a](data:text/html;base64,PHNjcmlwdD4=)", paragraph("a")},
        {"[a](vbscript:x)", paragraph("a")},
        {"[a](file:///etc/passwd)", paragraph("a")},
        {"[a](ftp://x.es)", paragraph("a")},
        {"[a](/threads/1)", paragraph(link("/threads/1", "a"))},
        {"[a](/threads/1#p20)", paragraph(link("/threads/1#p20", "a"))},
        {"[@Ana](/personas/7)", paragraph(link("/personas/7", "@Ana"))},
        {"[#obras](/etiquetas/obras)", paragraph(link("/etiquetas/obras", "#obras"))},
        {"[#a](/etiquetas/contrato-menor.2+)", paragraph(link("/etiquetas/contrato-menor.2+", "#a"))},
        {"[#a](/etiquetas/%C3%B1u%C3%B1o)", paragraph(link("/etiquetas/%C3%B1u%C3%B1o", "#a"))},
        {"[#c#](/etiquetas/c%23)", paragraph(link("/etiquetas/c%23", "#c#"))},
        {"[a](/etiquetas/)", paragraph("a")},
        {"[a](/etiquetas/..)", paragraph("a")},
        {"[a](/etiquetas/%2e%2e/x)", paragraph("a")},
        {"[a](/etiquetas/%2E%2E)", paragraph("a")},
        {"[a](/etiquetas/a/../../x)", paragraph("a")},
        {"[a](/etiquetas/a%2Fb)", paragraph("a")},
        {"[a](/etiquetas/a?b=1)", paragraph("a")},
        {"[a](/etiquetas/a#b)", paragraph("a")},
        {"[a](/etiquetas/Obras)", paragraph("a")},
        {"[a](/etiquetas/a%)", paragraph("a")},
        {"[a](/etiquetas/a%C)", paragraph("a")},
        {"[a](//etiquetas/a)", paragraph("a")},
        {"[a](/threads/)", paragraph("a")},
        {"[a](/threads/1#p)", paragraph("a")},
        {"[a](/threads/1#x)", paragraph("a")},
        {"[a](/threads/1/)", paragraph("a")},
        {"[a](/threads/../1)", paragraph("a")},
        {"[a](/personas/7?x=1)", paragraph("a")},
        {"[a](/personas/7#p1)", paragraph("a")},
        {"[a](//personas/7)", paragraph("a")},
        {"[a](personas/7)", paragraph("a")},
        {"[a](/api/v1/session)", paragraph("a")},
        {"[a](&#32;/personas/7)", paragraph("a")},
        {"[a](//x.es)", paragraph("a")},
        {"[a](#top)", paragraph("a")},
        {"[a]( )", paragraph("a")},
        {"[a](https:x.es)", paragraph("a")},
        {"[a](&#32;https://x.es)", paragraph("a")},
        {"<javascript:alert(1)>", paragraph("javascript:alert(1)")},
        {"<data:text/html,x>", paragraph("data:text/html,x")},
        {"ftp://x.es/a", paragraph("ftp://x.es/a")},
        {"[a][1]\n\n[1]: javascript:alert(1)", paragraph("a")},
        {"[a](https://x.es\" onmouseover=\"alert(1))",
         paragraph("[a](" + link("https://x.es%22", "https://x.es&quot;") + " onmouseover=&quot;alert(1))")},
        {"[*a*](javascript:x)", paragraph("<em>a</em>")},
    });
}

BOOST_AUTO_TEST_CASE(pictures_become_links) {
    check({
        {"![plano](https://x.es/a.png)", paragraph(link("https://x.es/a.png", "plano"))},
        {"![](https://x.es/a.png)", paragraph(link("https://x.es/a.png", "https://x.es/a.png"))},
        {"![a](javascript:x)", paragraph("a")},
        {"![a](data:image/svg+xml,x)", paragraph("a")},
        {"![a](a.png)", paragraph("a")},
        {"[![a](https://x.es/a.png)](https://y.es)", paragraph(link("https://y.es", "a"))},
        {"![![b](https://x.es/b.png)](https://x.es/a.png)", paragraph(link("https://x.es/a.png", "b"))},
        {"![[b](https://y.es)](https://x.es/a.png)", paragraph(link("https://x.es/a.png", "b"))},
    });
}

BOOST_AUTO_TEST_CASE(raw_html_is_shown_as_text) {
    check({
        {"<script>alert(1)</script>", paragraph("&lt;script&gt;alert(1)&lt;/script&gt;")},
        {"<img src=x onerror=alert(1)>", paragraph("&lt;img src=x onerror=alert(1)&gt;")},
        {"a <b>c</b>", paragraph("a &lt;b&gt;c&lt;/b&gt;")},
        {"<!-- c -->", paragraph("&lt;!-- c --&gt;")},
        {"<![CDATA[x]]>", paragraph("&lt;![CDATA[x]]&gt;")},
        {"<?php x ?>", paragraph("&lt;?php x ?&gt;")},
        {"<div>\n*a*\n</div>", paragraph("&lt;div&gt;<br>\n<em>a</em><br>\n&lt;/div&gt;")},
        {"</p><svg/onload=alert(1)>", paragraph("&lt;/p&gt;&lt;svg/onload=alert(1)&gt;")},
        {"`<script>`", paragraph("<code>&lt;script&gt;</code>")},
        {"# <h1>", "<h3>&lt;h1&gt;</h3>\n"},
        {"|<b>|\n|---|\n|<i>|",
         "<table>\n<thead>\n<tr>\n<th scope=\"col\">&lt;b&gt;</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n"
         "<td>&lt;i&gt;</td>\n</tr>\n</tbody>\n</table>\n"},
    });
}

BOOST_AUTO_TEST_CASE(what_is_left_open_ends_with_the_text) {
    check({
        {"```\na", "<pre><code>a\n</code></pre>\n"},
        {"**a", paragraph("**a")},
        {"[a](https://x.es", paragraph("[a](" + link("https://x.es", "https://x.es"))},
        {"![a", paragraph("![a")},
        {"`a", paragraph("`a")},
        {"<a href=\"", paragraph("&lt;a href=&quot;")},
        {"> - 1. a", "<blockquote>\n<ul>\n<li><ol>\n<li>a</li>\n</ol>\n</li>\n</ul>\n</blockquote>\n"},
        {"~~a", paragraph("~~a")},
        {"&#", paragraph("&amp;#")},
        {"a\0b"s, paragraph("a�b")},
    });
}

BOOST_AUTO_TEST_CASE(wide_tables_become_lines) {
    std::string head;
    std::string rule;
    for (unsigned i = 0; i <= base::markdown_limits::columns; ++i) {
        head += "|h";
        rule += "|---";
    }
    auto const html = base::to_html(head + "|\n" + rule + "|\n|<x>|\n");
    BOOST_REQUIRE(html.has_value());
    BOOST_TEST(html->find("<table") == std::string::npos);
    BOOST_TEST(html->find("<p>h | h | ") == 0u);
    BOOST_TEST(html->find("<p>&lt;x&gt; | ") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(links_are_told_as_they_were_written) {
    auto const told = [](std::string_view markdown, std::size_t most = 10) {
        std::string out;
        for (auto const& [address, text] : base::links(markdown, most)) out += address + "|" + text + "\n";
        return out;
    };
    BOOST_TEST(told("[@Ana *Gil*](/personas/7 \"t\") y [b](x)\n\n- [c][1]\n\n[1]: /threads/2") ==
               "/personas/7|@Ana Gil\nx|b\n/threads/2|c\n");
    BOOST_TEST(told("[a &amp; b](/x&amp;y)") == "/x&y|a & b\n");
    BOOST_TEST(told("`[a](x)` ![b](y) \\[c](z)") == "");
    BOOST_TEST(told("![[a](x)](y)") == "x|a\n");
    BOOST_TEST(told("[a](x) [b](y) [c](z)", 2) == "x|a\ny|b\n");
    BOOST_TEST(told("") == "");
    BOOST_TEST(told("\xFF[a](x)") == "");
    BOOST_TEST(told(std::string(base::markdown_limits::input + 1, 'a') + "[a](x)") == "");
}

BOOST_AUTO_TEST_CASE(plain_text_has_the_words_alone) {
    std::vector<row> const rows = {
        {"# Padr&oacute;n\n\n*alta* de [oficio](https://x.es)\ny más", "Padrón\nalta de oficio\ny más"},
        {"- a\n- b\n\n```sql\nselect 1\n```", "a\nb\nselect 1"},
        {"|a|b|\n|---|---|\n|1|2|", "a b\n1 2"},
        {"![plano](https://x.es/a.png) <b>", "plano <b>"},
        {"a  \nb", "a\nb"},
        {"", ""},
        {"\xFF"
         "a",
         "\uFFFDa"},
    };
    for (auto const& r : rows) BOOST_TEST_CONTEXT(r.markdown) {
            BOOST_TEST(base::plain_text(r.markdown) == r.html);
        }
}

BOOST_AUTO_TEST_CASE(links_are_put_into_what_is_said_and_nothing_else) {
    auto const linked = [](std::string_view markdown) {
        return *plaza::base::to_html(markdown, [](plaza::base::body_text const& said) {
            std::vector<plaza::base::text_link> links;
            for (auto at = said.words.find("ab & c"); at != std::string::npos; at = said.words.find("ab & c", at + 1)) {
                links.push_back({at, at + 6, "/x?a&b"});
            }
            return links;
        });
    };
    std::string const begin = "<a href=\"/x?a&amp;b\">";
    BOOST_TEST(linked("< ab & c > ab &amp; c") ==
               "<p>&lt; " + begin + "ab &amp; c</a> &gt; " + begin + "ab &amp; c</a></p>\n");
    BOOST_TEST(linked("# ab & c") == "<h3>" + begin + "ab &amp; c</a></h3>\n");
    BOOST_TEST(linked("**ab & c** *x ab & c*") ==
               "<p><strong>" + begin + "ab &amp; c</a></strong> <em>x " + begin + "ab &amp; c</a></em></p>\n");
    // Within one span it is one link; across its end the longest part is.
    BOOST_TEST(linked("ab **&** c") == "<p>" + begin + "ab <strong>&amp;</strong> c</a></p>\n");
    BOOST_TEST(linked("ab **& c**") == "<p>ab <strong>" + begin + "&amp; c</a></strong></p>\n");
    for (auto const* untouched : {"`ab & c`", "    ab & c", "```\nab & c\n```", "[ab & c](https://example.com)",
                                  "![ab & c](https://example.com)", "ab `&` c", "ab & [c](https://example.com)",
                                  "ab &\n\nc", "| ab | & c |\n|-|-|", "ab &\nc"}) {
        BOOST_TEST(linked(untouched) == *plaza::base::to_html(untouched), untouched);
    }
    std::vector<std::string> addresses;
    plaza::base::to_html("[a](https://example.com/1) https://example.com/2 [b](javascript:x)",
                         [&](plaza::base::body_text const& said) {
                             addresses = said.addresses;
                             return std::vector<plaza::base::text_link>{};
                         });
    BOOST_TEST(addresses == (std::vector<std::string>{"https://example.com/1", "https://example.com/2"}),
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(too_many_links_leave_the_text_as_it_is) {
    std::string const text = std::string(60 * 1024, 'x');
    auto const html = plaza::base::to_html(text, [&](plaza::base::body_text const& said) {
        std::vector<plaza::base::text_link> links;
        for (std::size_t at = 0; at + 1 < said.words.size() && links.size() < 10000; at += 2)
            links.push_back({at, at + 1, std::string(60, 'y')});
        return links;
    });
    BOOST_TEST(*html == "<p>" + text + "</p>\n");
}

BOOST_AUTO_TEST_SUITE_END()
