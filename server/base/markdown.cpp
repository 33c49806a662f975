// SPDX-License-Identifier: EUPL-1.2
#include "base/markdown.hpp"

#include "base/html_entities.hpp"
#include "base/link_address.hpp"
#include "base/markdown_links.hpp"
#include "base/markdown_tables.hpp"
#include "base/markdown_walk.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <optional>
#include <vector>

namespace plaza::base {

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
    file_finder const* own = nullptr;
    said_text* said = nullptr;  ///< follows the text outside code and links, where anybody wants it

    void enter(MD_BLOCKTYPE type, void* detail) {
        close_spans(0);
        if (said) said->end_block();
        in_code_ = type == MD_BLOCK_CODE;
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
        if (said) said->end_block();
        in_code_ = false;
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
        if (picture_) {
            ++within_picture_;
            return;
        }
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
                if (auto const shown = own_picture(source)) {
                    picture_ = std::move(shown);
                    within_picture_ = 0;
                    end = picture_end;
                    break;
                }
                end = open_link(source, attribute_text(image.title));
                image_source_ = source;
                image_text_from_ = out.size();
                break;
            }
            default: break;
        }
        if (said && (type == MD_SPAN_CODE || type == MD_SPAN_IMG || end == link_end)) said->interrupt();
        spans_.push_back({type, end, ++last_serial_});
    }

    /// md4c 0.4.8 lets a bare address overlap with emphasis: what it closes may not be what was opened last,
    /// or not open at all.
    void leave(MD_SPANTYPE type, void*) {
        if (picture_ && within_picture_ > 0) {
            --within_picture_;
            return;
        }
        auto const opened = std::find_if(spans_.rbegin(), spans_.rend(), [&](span const& s) { return s.type == type; });
        if (opened == spans_.rend()) return;
        if (type == MD_SPAN_IMG && opened == spans_.rbegin() && !opened->end.empty() &&
            out.size() == image_text_from_) {
            append_html(out, image_source_);
        }
        close_spans(static_cast<std::size_t>(spans_.rend() - opened) - 1);
    }

    void text(MD_TEXTTYPE type, std::string_view content) {
        switch (type) {
            // Who never heard of Markdown means a line break by one, in an address or a signature.
            case MD_TEXT_BR:
            case MD_TEXT_SOFTBR:
                if (picture_) {
                    picture_->words += ' ';
                    break;
                }
                if (said) said->end_line();
                out += "<br>\n";
                break;
            case MD_TEXT_NULLCHAR: say(nothing); break;
            case MD_TEXT_ENTITY: say_entity(content); break;
            default: say(content);
        }
    }

private:
    struct span {
        MD_SPANTYPE type;
        std::string_view end;  // empty when only its text is shown
        std::size_t serial;
    };
    static constexpr std::string_view link_end = "</a>";
    static constexpr std::string_view picture_end = "\">";

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
            if (spans_.back().type == MD_SPAN_IMG && picture_) {
                show_picture();
            } else {
                out += spans_.back().end;
            }
            if (spans_.back().end == link_end) in_link_ = false;
            spans_.pop_back();
        }
    }

    std::string_view tag(std::string_view begin, std::string_view end) {
        if (spans_.size() >= markdown_limits::depth) return {};
        out += begin;
        return end;
    }

    struct picture {
        std::int64_t id;
        own_file file;
        std::string words;  ///< what stands for it where it cannot be seen
    };

    std::optional<picture> own_picture(std::string const& source) const {
        auto const id = own && *own ? file_in_link(source) : std::nullopt;
        auto const file = id ? (*own)(*id) : std::nullopt;
        if (!file || !file->ready || file->width == 0) return std::nullopt;
        return picture{*id, *file, {}};
    }

    /// The small form, which leads to the large one. Its extent keeps the page from moving when it arrives.
    void show_picture() {
        auto const shown = *std::exchange(picture_, std::nullopt);
        auto const address = "/api/v1/files/" + std::to_string(shown.id);
        if (!in_link_) out += "<a href=\"" + address + "\" rel=\"nofollow noopener noreferrer\">";
        out += "<img src=\"" + address + "?size=small\" width=\"" + std::to_string(shown.file.width) + "\" height=\"" +
               std::to_string(shown.file.height) + "\" loading=\"lazy\" alt=\"";
        append_html(out, shown.words);
        out += picture_end;
        if (!in_link_) out += link_end;
    }

    bool not_ready(std::string const& address) const {
        auto const id = own && *own ? file_in_link(address) : std::nullopt;
        auto const file = id ? (*own)(*id) : std::nullopt;
        return file && !file->ready;
    }

    /// The closing tag, or nothing where only the text is shown: unsafe addresses and links within links.
    std::string_view open_link(std::string const& address, std::string const& title) {
        auto const href = safe_link(address);
        if (!href || in_link_ || not_ready(address)) return {};
        in_link_ = true;
        if (said) said->addresses.push_back(address);
        out += "<a href=\"";
        append_html(out, *href);
        if (!title.empty()) {
            out += "\" title=\"";
            append_html(out, title);
        }
        out += "\" rel=\"nofollow noopener noreferrer\">";
        return link_end;
    }

    void say(std::string_view content) {
        if (picture_) {
            picture_->words += content;
            return;
        }
        if (said && !in_link_ && !in_code()) said->add(content, out.size(), spans_.empty() ? 0 : spans_.back().serial);
        append_html(out, content);
    }

    void say_entity(std::string_view reference) {
        std::string resolved;
        append_reference(resolved, reference);
        say(resolved);
    }

    bool in_code() const {
        return in_code_ || std::any_of(spans_.begin(), spans_.end(),
                                       [](span const& s) { return s.type == MD_SPAN_CODE || s.type == MD_SPAN_IMG; });
    }

    unsigned depth_ = 0;
    bool wide_ = false;
    bool in_link_ = false;
    bool in_code_ = false;
    std::size_t last_serial_ = 0;
    std::vector<span> spans_;
    std::string image_source_;
    std::size_t image_text_from_ = 0;
    std::optional<picture> picture_;  ///< that is open: its text goes into it, without marks
    unsigned within_picture_ = 0;     ///< spans that are open in it
};

}  // namespace

result<std::string> to_html(std::string_view markdown) { return to_html(markdown, {}); }

result<std::string> to_html(std::string_view markdown, link_finder const& find, file_finder const& own) {
    if (markdown.size() > markdown_limits::input) return problem{422, "too_long", {}, {}};
    if (!valid_utf8(markdown)) return problem{422, "invalid_utf8", {}, {}};
    html_emitter emitter;
    emitter.own = &own;
    said_text said;
    if (find) emitter.said = &said;
    emitter.out.reserve(markdown.size() * 2);
    if (!walk_markdown(with_long_table_rules(markdown), emitter)) return problem{422, "too_complex", {}, {}};
    if (find) {
        auto linked = with_links(emitter.out, said, find(said));
        if (linked.size() <= markdown_limits::output) return linked;
    }
    return std::move(emitter.out);
}

std::string to_html_or_verbatim(std::string_view markdown) {
    if (auto html = to_html(markdown)) return std::move(*html);
    std::string html = "<pre>";
    append_html(html, scrub_text(markdown, true));
    return html += "</pre>\n";
}

}  // namespace plaza::base
