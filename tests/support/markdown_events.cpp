// SPDX-License-Identifier: EUPL-1.2
#include "support/markdown_events.hpp"

#include "base/html_entities.hpp"
#include "base/markdown_walk.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace plaza::tests {
namespace {

std::string escaped(std::string_view text) {
    std::string out;
    for (char const c : text) {
        switch (c) {
            case '&': out += "&amp;"; break;
            case '<': out += "&lt;"; break;
            case '>': out += "&gt;"; break;
            case '"': out += "&quot;"; break;
            default: out += c;
        }
    }
    return out;
}

/// An address as the examples write it: what a URL cannot hold in percent.
std::string address(std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    constexpr std::string_view kept = "-_.+!*(),%#@?=;:/,+$~'&";
    std::string out;
    for (char const c : text) {
        auto const byte = static_cast<unsigned char>(c);
        bool const letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (c == '&') {
            out += "&amp;";
        } else if (letter || kept.find(c) != kept.npos) {
            out += c;
        } else {
            out += '%';
            out += digits[byte >> 4U];
            out += digits[byte & 15U];
        }
    }
    return out;
}

class plain_emitter {
public:
    std::string out;

    void enter(MD_BLOCKTYPE type, void* detail) {
        switch (type) {
            case MD_BLOCK_QUOTE: out += "<blockquote>\n"; break;
            case MD_BLOCK_UL: out += "<ul>\n"; break;
            case MD_BLOCK_OL: {
                auto const start = static_cast<MD_BLOCK_OL_DETAIL*>(detail)->start;
                out += start == 1 ? "<ol>\n" : "<ol start=\"" + std::to_string(start) + "\">\n";
                break;
            }
            case MD_BLOCK_LI: out += "<li>"; break;
            case MD_BLOCK_HR: out += "<hr />\n"; break;
            case MD_BLOCK_H: out += "<h" + level(detail) + ">"; break;
            case MD_BLOCK_CODE: {
                auto const language = base::attribute_text(static_cast<MD_BLOCK_CODE_DETAIL*>(detail)->lang);
                out += language.empty() ? "<pre><code>" : "<pre><code class=\"language-" + escaped(language) + "\">";
                break;
            }
            case MD_BLOCK_P: out += "<p>"; break;
            case MD_BLOCK_TABLE: out += "<table>"; break;
            case MD_BLOCK_THEAD: out += "<thead>"; break;
            case MD_BLOCK_TBODY: out += "<tbody>"; break;
            case MD_BLOCK_TR: out += "<tr>"; break;
            case MD_BLOCK_TH: out += "<th>"; break;
            case MD_BLOCK_TD: out += "<td>"; break;
            case MD_BLOCK_DOC:
            case MD_BLOCK_HTML: break;
        }
    }

    void leave(MD_BLOCKTYPE type, void* detail) {
        switch (type) {
            case MD_BLOCK_QUOTE: out += "</blockquote>\n"; break;
            case MD_BLOCK_UL: out += "</ul>\n"; break;
            case MD_BLOCK_OL: out += "</ol>\n"; break;
            case MD_BLOCK_LI: out += "</li>\n"; break;
            case MD_BLOCK_H: out += "</h" + level(detail) + ">\n"; break;
            case MD_BLOCK_CODE: out += "</code></pre>\n"; break;
            case MD_BLOCK_P: out += "</p>\n"; break;
            case MD_BLOCK_TABLE: out += "</table>"; break;
            case MD_BLOCK_THEAD: out += "</thead>"; break;
            case MD_BLOCK_TBODY: out += "</tbody>"; break;
            case MD_BLOCK_TR: out += "</tr>"; break;
            case MD_BLOCK_TH: out += "</th>"; break;
            case MD_BLOCK_TD: out += "</td>"; break;
            case MD_BLOCK_HR:
            case MD_BLOCK_DOC:
            case MD_BLOCK_HTML: break;
        }
    }

    void enter(MD_SPANTYPE type, void* detail) {
        if (pictures_ > 0 && type != MD_SPAN_IMG) return;
        switch (type) {
            case MD_SPAN_EM: out += "<em>"; break;
            case MD_SPAN_STRONG: out += "<strong>"; break;
            case MD_SPAN_A: {
                auto const& link = *static_cast<MD_SPAN_A_DETAIL*>(detail);
                out += "<a href=\"" + address(base::attribute_text(link.href)) + '"' + title(link.title) + ">";
                break;
            }
            case MD_SPAN_IMG:
                if (pictures_++ == 0) {
                    out += "<img src=\"" +
                           address(base::attribute_text(static_cast<MD_SPAN_IMG_DETAIL*>(detail)->src)) + "\" alt=\"";
                }
                break;
            case MD_SPAN_CODE: out += "<code>"; break;
            case MD_SPAN_DEL: out += "<del>"; break;
            default: throw std::logic_error("a span that nobody asked for");
        }
    }

    void leave(MD_SPANTYPE type, void* detail) {
        if (type == MD_SPAN_IMG) {
            if (--pictures_ == 0) out += '"' + title(static_cast<MD_SPAN_IMG_DETAIL*>(detail)->title) + " />";
            return;
        }
        if (pictures_ > 0) return;
        switch (type) {
            case MD_SPAN_EM: out += "</em>"; break;
            case MD_SPAN_STRONG: out += "</strong>"; break;
            case MD_SPAN_A: out += "</a>"; break;
            case MD_SPAN_CODE: out += "</code>"; break;
            case MD_SPAN_DEL: out += "</del>"; break;
            default: throw std::logic_error("a span that nobody asked for");
        }
    }

    void text(MD_TEXTTYPE type, std::string_view text) {
        switch (type) {
            case MD_TEXT_NULLCHAR: out += "\uFFFD"; break;
            case MD_TEXT_BR: out += pictures_ > 0 ? " " : "<br />\n"; break;
            case MD_TEXT_SOFTBR: out += pictures_ > 0 ? " " : "\n"; break;
            case MD_TEXT_HTML: out += text; break;
            case MD_TEXT_ENTITY: {
                std::string resolved;
                base::append_reference(resolved, text);
                out += escaped(resolved);
                break;
            }
            default: out += escaped(text);
        }
    }

private:
    static std::string level(void* detail) { return std::to_string(static_cast<MD_BLOCK_H_DETAIL*>(detail)->level); }
    static std::string title(MD_ATTRIBUTE const& attribute) {
        auto const text = base::attribute_text(attribute);
        return text.empty() ? "" : " title=\"" + escaped(text) + '"';
    }

    int pictures_ = 0;  ///< one within the other: only their words are shown
};

bool is_block(std::string_view tag) {
    static constexpr std::array<std::string_view, 24> blocks = {
        "p",  "h1",  "h2",  "h3",    "h4",    "h5",    "h6", "ul", "ol", "li",     "blockquote", "hr",
        "br", "pre", "div", "table", "thead", "tbody", "tr", "th", "td", "script", "style",      "textarea"};
    auto const from = tag.starts_with("</") ? 2U : 1U;
    auto const name = tag.substr(from, tag.find_first_of(" />\n", from) - from);
    return std::find(blocks.begin(), blocks.end(), name) != blocks.end();
}

}  // namespace

std::string html_of_events(std::string_view markdown, dialect wanted) {
    plain_emitter emitter;
    auto const flags = wanted == dialect::ours ? base::markdown_dialect : 0U;
    if (!base::walk_markdown(markdown, emitter, flags)) throw std::runtime_error("the parser gave up");
    return std::move(emitter.out);
}

std::string normal_html(std::string_view html) {
    std::string out;
    bool after_block = true;
    for (std::size_t at = 0; at < html.size();) {
        if (html.substr(at).starts_with("<pre")) {
            auto const end = std::min(html.find("</pre>", at), html.size() - 6) + 6;
            out += html.substr(at, end - at);
            at = end;
            after_block = true;
        } else if (html[at] == '<' && html.find('>', at) != html.npos) {
            auto const end = html.find('>', at) + 1;
            auto const tag = html.substr(at, end - at);
            after_block = is_block(tag);
            if (after_block) {
                while (!out.empty() && (out.back() == '\n' || out.back() == ' ')) out.pop_back();
            }
            out += tag;
            at = end;
        } else {
            auto const end = std::min(html.find('<', at + 1), html.size());
            auto text = html.substr(at, end - at);
            if (after_block) text.remove_prefix(std::min(text.find_first_not_of(" \n"), text.size()));
            if (!text.empty()) after_block = false;
            out += text;
            at = end;
        }
    }
    while (!out.empty() && out.back() == '\n') out.pop_back();
    return out;
}

}  // namespace plaza::tests
