// SPDX-License-Identifier: EUPL-1.2
#include "base/markdown.hpp"

#include "base/html_entities.hpp"
#include "base/link_address.hpp"
#include "base/markdown_tables.hpp"
#include "base/markdown_walk.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <optional>
#include <vector>

namespace plaza::base {

/// What U+0000 becomes, as CommonMark wants it.
constexpr std::string_view nothing = "\uFFFD";

void append_reference(std::string& out, std::string_view reference) {
    if (auto const code_point = entity_code_point(reference)) {
        append_code_point(out, *code_point);
    } else {
        out += reference;
    }
}

std::string attribute_text(MD_ATTRIBUTE const& attribute) {
    std::string text;
    for (std::size_t i = 0; attribute.size > 0 && attribute.substr_offsets[i] < attribute.size; ++i) {
        auto const from = attribute.substr_offsets[i];
        std::string_view const piece(attribute.text + from, attribute.substr_offsets[i + 1] - from);
        switch (attribute.substr_types[i]) {
            case MD_TEXT_ENTITY: append_reference(text, piece); break;
            case MD_TEXT_NULLCHAR: text += nothing; break;
            default: text += piece;
        }
    }
    return text;
}

namespace {

/// Empty unless it is a word that is safe as part of a class.
std::string language_class(std::string_view name) {
    constexpr std::size_t longest = 20;
    std::string lower;
    for (char c : name) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
        bool const allowed = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '-';
        if (!allowed || lower.size() == longest) return {};
        lower += c;
    }
    return lower;
}

class html_emitter {
public:
    std::string out;

    void enter(MD_BLOCKTYPE type, void* detail) {
        close_spans(0);
        switch (type) {
            case MD_BLOCK_QUOTE: open("<blockquote>\n"); break;
            case MD_BLOCK_UL: open("<ul>\n"); break;
            case MD_BLOCK_OL: open_ordered(*static_cast<MD_BLOCK_OL_DETAIL*>(detail)); break;
            case MD_BLOCK_LI: open_item(*static_cast<MD_BLOCK_LI_DETAIL*>(detail)); break;
            case MD_BLOCK_HR: out += "<hr>\n"; break;
            case MD_BLOCK_H: out += heading("<", *static_cast<MD_BLOCK_H_DETAIL*>(detail)); break;
            case MD_BLOCK_CODE: open_code(*static_cast<MD_BLOCK_CODE_DETAIL*>(detail)); break;
            case MD_BLOCK_P: out += "<p>"; break;
            case MD_BLOCK_TABLE:
                wide_ = static_cast<MD_BLOCK_TABLE_DETAIL*>(detail)->col_count > markdown_limits::columns;
                if (!wide_) out += "<table>\n";
                break;
            case MD_BLOCK_THEAD: outside_wide("<thead>\n"); break;
            case MD_BLOCK_TBODY: outside_wide("<tbody>\n"); break;
            case MD_BLOCK_TR: out += wide_ ? "<p>" : "<tr>\n"; break;
            case MD_BLOCK_TH: open_cell("th scope=\"col\"", *static_cast<MD_BLOCK_TD_DETAIL*>(detail)); break;
            case MD_BLOCK_TD: open_cell("td", *static_cast<MD_BLOCK_TD_DETAIL*>(detail)); break;
            case MD_BLOCK_DOC:
            case MD_BLOCK_HTML: break;
        }
    }

    void leave(MD_BLOCKTYPE type, void* detail) {
        close_spans(0);
        switch (type) {
            case MD_BLOCK_QUOTE: close("</blockquote>\n"); break;
            case MD_BLOCK_UL: close("</ul>\n"); break;
            case MD_BLOCK_OL: close("</ol>\n"); break;
            case MD_BLOCK_LI: close("</li>\n"); break;
            case MD_BLOCK_H: out += heading("</", *static_cast<MD_BLOCK_H_DETAIL*>(detail)) + "\n"; break;
            case MD_BLOCK_CODE: out += "</code></pre>\n"; break;
            case MD_BLOCK_P: out += "</p>\n"; break;
            case MD_BLOCK_TABLE:
                outside_wide("</table>\n");
                wide_ = false;
                break;
            case MD_BLOCK_THEAD: outside_wide("</thead>\n"); break;
            case MD_BLOCK_TBODY: outside_wide("</tbody>\n"); break;
            case MD_BLOCK_TR: out += wide_ ? "</p>\n" : "</tr>\n"; break;
            case MD_BLOCK_TH: out += wide_ ? " | " : "</th>\n"; break;
            case MD_BLOCK_TD: out += wide_ ? " | " : "</td>\n"; break;
            case MD_BLOCK_HR:
            case MD_BLOCK_DOC:
            case MD_BLOCK_HTML: break;
        }
    }

    void enter(MD_SPANTYPE type, void* detail) {
        std::string_view end;
        switch (type) {
            case MD_SPAN_EM: end = tag("<em>", "</em>"); break;
            case MD_SPAN_STRONG: end = tag("<strong>", "</strong>"); break;
            case MD_SPAN_DEL: end = tag("<del>", "</del>"); break;
            case MD_SPAN_CODE: end = tag("<code>", "</code>"); break;
            case MD_SPAN_A: {
                auto const& link = *static_cast<MD_SPAN_A_DETAIL*>(detail);
                end = open_link(attribute_text(link.href), attribute_text(link.title));
                break;
            }
            case MD_SPAN_IMG: {
                // A picture of elsewhere would tell its server who reads: the reader decides by a click.
                auto const& image = *static_cast<MD_SPAN_IMG_DETAIL*>(detail);
                auto const source = attribute_text(image.src);
                end = open_link(source, attribute_text(image.title));
                image_source_ = source;
                image_text_from_ = out.size();
                break;
            }
            default: break;
        }
        spans_.push_back({type, end});
    }

    /// md4c 0.4.8 lets a bare address overlap with emphasis: what it closes may not be what was opened last,
    /// or not open at all.
    void leave(MD_SPANTYPE type, void*) {
        auto const opened =
            std::find_if(spans_.rbegin(), spans_.rend(), [&](span const& s) { return s.type == type; });
        if (opened == spans_.rend()) return;
        if (type == MD_SPAN_IMG && opened == spans_.rbegin() && !opened->end.empty() &&
            out.size() == image_text_from_) {
            append_html(out, image_source_);
        }
        close_spans(static_cast<std::size_t>(spans_.rend() - opened) - 1);
    }

    void text(MD_TEXTTYPE type, std::string_view content) {
        switch (type) {
            case MD_TEXT_BR: out += "<br>\n"; break;
            // Who never heard of Markdown means a line break by one, in an address or a signature.
            case MD_TEXT_SOFTBR: out += "<br>\n"; break;
            case MD_TEXT_NULLCHAR: out += nothing; break;
            case MD_TEXT_ENTITY: append_entity(content); break;
            default: append_html(out, content);
        }
    }

private:
    struct span {
        MD_SPANTYPE type;
        std::string_view end;  // empty when only its text is shown
    };
    static constexpr std::string_view link_end = "</a>";

    static std::string heading(std::string_view open, MD_BLOCK_H_DETAIL const& detail) {
        // The page has the title as h1 and its parts as h2; a body begins below them.
        auto const level = std::min(detail.level + 2, 6u);
        return std::string(open) + "h" + std::to_string(level) + ">";
    }

    void open(std::string_view tag_text) {
        if (++depth_ <= markdown_limits::depth) out += tag_text;
    }
    void close(std::string_view tag_text) {
        if (depth_-- <= markdown_limits::depth) out += tag_text;
    }

    void open_ordered(MD_BLOCK_OL_DETAIL const& list) {
        open(list.start == 1 ? "<ol>\n" : "<ol start=\"" + std::to_string(list.start) + "\">\n");
    }

    void open_item(MD_BLOCK_LI_DETAIL const& item) {
        if (!item.is_task) {
            open("<li>");
            return;
        }
        bool const done = item.task_mark != ' ';
        open(done ? "<li class=\"task task-done\">" : "<li class=\"task\">");
        // Characters instead of a disabled checkbox, which would have no label.
        out += done ? "☑ " : "☐ ";
    }

    void open_code(MD_BLOCK_CODE_DETAIL const& code) {
        auto const language = language_class(attribute_text(code.lang));
        out += language.empty() ? "<pre><code>" : "<pre><code class=\"language-" + language + "\">";
    }

    void outside_wide(std::string_view tag_text) {
        if (!wide_) out += tag_text;
    }

    void open_cell(std::string_view name, MD_BLOCK_TD_DETAIL const& cell) {
        if (wide_) return;
        out += '<';
        out += name;
        switch (cell.align) {
            case MD_ALIGN_LEFT: out += " class=\"align-left\""; break;
            case MD_ALIGN_CENTER: out += " class=\"align-center\""; break;
            case MD_ALIGN_RIGHT: out += " class=\"align-right\""; break;
            case MD_ALIGN_DEFAULT: break;
        }
        out += '>';
    }

    void close_spans(std::size_t down_to) {
        while (spans_.size() > down_to) {
            out += spans_.back().end;
            if (spans_.back().end == link_end) in_link_ = false;
            spans_.pop_back();
        }
    }

    std::string_view tag(std::string_view begin, std::string_view end) {
        if (spans_.size() >= markdown_limits::depth) return {};
        out += begin;
        return end;
    }

    /// The closing tag, or nothing where only the text is shown: unsafe addresses and links within links.
    std::string_view open_link(std::string const& address, std::string const& title) {
        auto const href = safe_link(address);
        if (!href || in_link_) return {};
        in_link_ = true;
        out += "<a href=\"";
        append_html(out, *href);
        if (!title.empty()) {
            out += "\" title=\"";
            append_html(out, title);
        }
        out += "\" rel=\"nofollow noopener noreferrer\">";
        return link_end;
    }

    void append_entity(std::string_view reference) {
        std::string resolved;
        append_reference(resolved, reference);
        append_html(out, resolved);
    }

    unsigned depth_ = 0;
    bool wide_ = false;
    bool in_link_ = false;
    std::vector<span> spans_;
    std::string image_source_;
    std::size_t image_text_from_ = 0;
};

class words_emitter {
public:
    std::string out;

    void enter(MD_BLOCKTYPE type, void*) {
        if (type == MD_BLOCK_TD || type == MD_BLOCK_TH) separate(' ');
    }
    void leave(MD_BLOCKTYPE type, void*) {
        if (type != MD_BLOCK_TD && type != MD_BLOCK_TH && type != MD_BLOCK_DOC) separate('\n');
    }
    void enter(MD_SPANTYPE, void*) {}
    void leave(MD_SPANTYPE, void*) {}
    void text(MD_TEXTTYPE type, std::string_view content) {
        switch (type) {
            case MD_TEXT_BR:
            case MD_TEXT_SOFTBR: separate('\n'); break;
            case MD_TEXT_NULLCHAR: out += nothing; break;
            case MD_TEXT_ENTITY: append_reference(out, content); break;
            default: out += content;
        }
    }

private:
    void separate(char with) {
        if (!out.empty() && out.back() != '\n' && out.back() != ' ') out += with;
    }
};

}  // namespace

result<std::string> to_html(std::string_view markdown) {
    if (markdown.size() > markdown_limits::input) return problem{422, "too_long", {}, {}};
    if (!valid_utf8(markdown)) return problem{422, "invalid_utf8", {}, {}};
    html_emitter emitter;
    emitter.out.reserve(markdown.size() * 2);
    if (!walk_markdown(with_long_table_rules(markdown), emitter)) return problem{422, "too_complex", {}, {}};
    return std::move(emitter.out);
}

std::string to_html_or_verbatim(std::string_view markdown) {
    if (auto html = to_html(markdown)) return std::move(*html);
    std::string html = "<pre>";
    append_html(html, scrub_text(markdown, true));
    return html += "</pre>\n";
}

std::string plain_text(std::string_view markdown) {
    words_emitter emitter;
    if (!valid_utf8(markdown)) return plain_text(scrub_text(markdown, true));
    auto end = std::min(markdown.size(), markdown_limits::input);
    while (end > 0 && end < markdown.size() && (static_cast<unsigned char>(markdown[end]) & 0xC0) == 0x80)
        --end;
    walk_markdown(with_long_table_rules(markdown.substr(0, end)), emitter);
    while (!emitter.out.empty() && (emitter.out.back() == '\n' || emitter.out.back() == ' '))
        emitter.out.pop_back();
    return std::move(emitter.out);
}

}  // namespace plaza::base
