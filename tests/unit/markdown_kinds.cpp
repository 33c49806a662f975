// SPDX-License-Identifier: EUPL-1.2
// The parser understands every kind of thing that CommonMark describes, told by its events. Cases of our own, some for each
// section of the specification (0.31.2); its own examples are held against with tests/commonmark.
#include "support/markdown_events.hpp"

#include <boost/test/unit_test.hpp>

#include <string_view>

using plaza::tests::dialect;
using plaza::tests::html_of_events;
using plaza::tests::normal_html;

namespace {

struct example {
    std::string_view section;
    std::string_view markdown;
    std::string_view html;
};

constexpr example examples[] = {
    {"Tabs", "-\tuno\n\n\tdos\n", "<ul><li><p>uno</p><p>dos</p></li></ul>"},
    {"Tabs", "\tacta\t1\n", "<pre><code>acta\t1\n</code></pre>"},
    {"Backslash escapes", R"(\*no\* 3\. \[acta\])", "<p>*no* 3. [acta]</p>"},
    {"Backslash escapes", R"(`\*`)", R"(<p><code>\*</code></p>)"},
    {"Entity references", "a&ntilde;o &#241; &#xF1; &nada;", "<p>año ñ ñ &amp;nada;</p>"},
    {"Entity references", "&#42;no&#42;", "<p>*no*</p>"},
    {"Precedence", "- `uno\n- dos`", "<ul><li>`uno</li><li>dos`</li></ul>"},
    {"Thematic breaks", "uno\n\n***\n\n- - -\n", "<p>uno</p><hr /><hr />"},
    {"Thematic breaks", "--\n", "<p>--</p>"},
    {"ATX headings", "# Uno\n###### Seis\n####### Siete\n", "<h1>Uno</h1><h6>Seis</h6><p>####### Siete</p>"},
    {"ATX headings", "## Dos ##\n#no\n", "<h2>Dos</h2><p>#no</p>"},
    {"Setext headings", "Uno\n===\n\nDos\n---\n", "<h1>Uno</h1><h2>Dos</h2>"},
    {"Setext headings", "- uno\n---\n", "<ul><li>uno</li></ul><hr />"},
    {"Indented code", "    si\n        no\n\n    fin\n", "<pre><code>si\n    no\n\nfin\n</code></pre>"},
    {"Indented code", "acta\n    del día\n", "<p>acta\ndel día</p>"},
    {"Fenced code", "```sql\nselect *\n```\n", "<pre><code class=\"language-sql\">select *\n</code></pre>"},
    {"Fenced code", "~~~\n```\n", "<pre><code>```\n</code></pre>"},
    {"Fenced code", "> ```\n> uno\n\ndos\n", "<blockquote><pre><code>uno\n</code></pre></blockquote><p>dos</p>"},
    {"HTML blocks", "<div>\n*no*\n</div>\n\n*sí*\n", "<div>*no*</div><p><em>sí</em></p>"},
    {"HTML blocks", "<!-- uno\n\ndos -->\n\ntres\n", "<!-- uno\n\ndos -->\n<p>tres</p>"},
    {"Link definitions", "[acta]: /a \"El acta\"\n\n[acta]\n", "<p><a href=\"/a\" title=\"El acta\">acta</a></p>"},
    {"Link definitions", "[ACTA]\n\n[acta]: <una dos>\n", "<p><a href=\"una%20dos\">ACTA</a></p>"},
    {"Link definitions", "[uno]: /1\n[uno]: /2\n\n[uno]\n", "<p><a href=\"/1\">uno</a></p>"},
    {"Paragraphs", "uno\n   dos\n\n\n  tres\n", "<p>uno\ndos</p><p>tres</p>"},
    {"Blank lines", "\n  \nuno\n   \n\n# dos\n\n", "<p>uno</p><h1>dos</h1>"},
    {"Block quotes", "> uno\ndos\n\n> tres\n",
     "<blockquote><p>uno\ndos</p></blockquote><blockquote><p>tres</p></blockquote>"},
    {"Block quotes", "> > uno\n>\n> dos\n", "<blockquote><blockquote><p>uno</p></blockquote><p>dos</p></blockquote>"},
    {"List items", "3. uno\n4. dos\n", "<ol start=\"3\"><li>uno</li><li>dos</li></ol>"},
    {"List items", "1. uno\n\n       código\n", "<ol><li><p>uno</p><pre><code>código\n</code></pre></li></ol>"},
    {"List items", "-\n  uno\n-\n", "<ul><li>uno</li><li></li></ul>"},
    {"List items", "1234567890. no\n", "<p>1234567890. no</p>"},
    {"Lists", "- uno\n* dos\n", "<ul><li>uno</li></ul><ul><li>dos</li></ul>"},
    {"Lists", "- uno\n\n- dos\n", "<ul><li><p>uno</p></li><li><p>dos</p></li></ul>"},
    {"Lists", "El 2014.\n14. no\n", "<p>El 2014.\n14. no</p>"},
    {"Lists", "- a\n  - b\n    - c\n", "<ul><li>a<ul><li>b<ul><li>c</li></ul></li></ul></li></ul>"},
    {"Inlines", "`acta`\\`", "<p><code>acta</code>`</p>"},
    {"Code spans", "`` ` `` ` `` `", "<p><code>`</code> <code>``</code></p>"},
    {"Code spans", "`uno\ndos`", "<p><code>uno dos</code></p>"},
    {"Emphasis", "*uno* _dos_ **tres** __cuatro__",
     "<p><em>uno</em> <em>dos</em> <strong>tres</strong> <strong>cuatro</strong></p>"},
    {"Emphasis", "un_solo_nombre 5*6*7", "<p>un_solo_nombre 5<em>6</em>7</p>"},
    {"Emphasis", "* no* **no **", "<ul><li>no* **no **</li></ul>"},
    {"Emphasis", "***uno** dos*", "<p><em><strong>uno</strong> dos</em></p>"},
    {"Emphasis", "*uno **dos* tres**", "<p><em>uno <em><em>dos</em> tres</em></em></p>"},
    {"Emphasis", "«*uno*», ¡**dos**!", "<p>«<em>uno</em>», ¡<strong>dos</strong>!</p>"},
    {"Links", "[uno](/a 'dos \"tres\"')", "<p><a href=\"/a\" title=\"dos &quot;tres&quot;\">uno</a></p>"},
    {"Links", "[a](<b c>) [d](e f)", "<p><a href=\"b%20c\">a</a> [d](e f)</p>"},
    {"Links", "[uno [dos](/2)](/1)", "<p>[uno <a href=\"/2\">dos</a>](/1)</p>"},
    {"Links", "[a](/b(c)d) [*e*][f]\n\n[f]: /g", "<p><a href=\"/b(c)d\">a</a> <a href=\"/g\"><em>e</em></a></p>"},
    {"Images", "![un *plano*](/p.png \"Planta\")", "<p><img src=\"/p.png\" alt=\"un plano\" title=\"Planta\" /></p>"},
    {"Images", "[![sello](/s)](/acta)", "<p><a href=\"/acta\"><img src=\"/s\" alt=\"sello\" /></a></p>"},
    {"Autolinks", "<https://plaza.example/a?b=1&c> <marta@plaza.example>",
     "<p><a href=\"https://plaza.example/a?b=1&amp;c\">https://plaza.example/a?b=1&amp;c</a> "
     "<a href=\"mailto:marta@plaza.example\">marta@plaza.example</a></p>"},
    {"Autolinks", "<un enlace> <:x>", "<p><un enlace> &lt;:x&gt;</p>"},
    {"Raw HTML", "uno <b class='x'>dos</b> <3", "<p>uno <b class='x'>dos</b> &lt;3</p>"},
    {"Hard breaks", "uno  \ndos\\\ntres", "<p>uno<br />dos<br />tres</p>"},
    {"Soft breaks", "uno\n dos ", "<p>uno\ndos</p>"},
    {"Text", "ñandú 🦆 $%& ;-)", "<p>ñandú 🦆 $%&amp; ;-)</p>"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(markdown_kinds)

BOOST_AUTO_TEST_CASE(every_kind_of_the_specification_is_understood) {
    for (auto const& one : examples) {
        BOOST_TEST_CONTEXT(one.section << ": " << one.markdown) {
            BOOST_TEST(normal_html(html_of_events(one.markdown, dialect::plain)) == normal_html(one.html));
        }
    }
}

BOOST_AUTO_TEST_CASE(what_posts_have_besides_changes_nothing_but_html_and_bare_addresses) {
    for (auto const& one : examples) {
        bool const has_html = one.html.find("<div") != one.html.npos || one.html.find("<!--") != one.html.npos ||
                              one.html.find("<un") != one.html.npos || one.html.find("<b ") != one.html.npos;
        BOOST_TEST_CONTEXT(one.section << ": " << one.markdown) {
            auto const ours = normal_html(html_of_events(one.markdown, dialect::ours));
            BOOST_TEST((ours == normal_html(one.html)) == !has_html);
        }
    }
    BOOST_TEST(html_of_events("~~no~~ https://plaza.example", dialect::ours) ==
               "<p><del>no</del> <a href=\"https://plaza.example\">https://plaza.example</a></p>\n");
    BOOST_TEST(
        normal_html(html_of_events("|a|b|\n|---|---|\n|c|d|\n", dialect::ours)) ==
        "<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>c</td><td>d</td></tr></tbody></table>");
}

BOOST_AUTO_TEST_SUITE_END()
