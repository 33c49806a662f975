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
        {"- [ ] a\n- [x] b",
         "<ul>\n<li class=\"task\">☐ a</li>\n<li class=\"task task-done\">☑ b</li>\n</ul>\n"},
        {"    a <b>", "<pre><code>a &lt;b&gt;\n</code></pre>\n"},
        {"```sql\nselect '<'\n```",
         "<pre><code class=\"language-sql\">select &#39;&lt;&#39;\n</code></pre>\n"},
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

BOOST_AUTO_TEST_CASE(links_go_to_http_https_and_mailto_only) {
    check({
        {"[a](https://x.es)", paragraph(link("https://x.es", "a"))},
        {"[a](HTTP://x.es \"t\\\"\")",
         paragraph("<a href=\"HTTP://x.es\" title=\"t&quot;\" rel=\"nofollow noopener noreferrer\">a</a>")},
        {"[a](mailto:a@b.es)", paragraph(link("mailto:a@b.es", "a"))},
        {"<https://x.es/?a=1&b=2>",
         paragraph(link("https://x.es/?a=1&amp;b=2", "https://x.es/?a=1&amp;b=2"))},
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
        {"[a](/threads/1)", paragraph("a")},
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

BOOST_AUTO_TEST_SUITE_END()
