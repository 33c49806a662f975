// SPDX-License-Identifier: EUPL-1.2
#include "domain/imports/html_to_markdown.hpp"

#include "base/link_address.hpp"
#include "base/markdown.hpp"
#include "base/text.hpp"
#include "domain/imports/html_tree.hpp"
#include "domain/imports/markdown_text.hpp"

#include <algorithm>
#include <charconv>
#include <vector>

namespace plaza::domain::imports {
namespace {

std::string blocks_of(xmlNode const* parent, std::string_view between = "\n\n");

/// An address without scheme was https where it came from.
std::string address_of(xmlNode const* element, char const* name) {
    auto const written = attribute(element, name);
    auto const address = trim_view(written);
    return address.starts_with("//") ? "https:" + std::string(address) : std::string(address);
}

class inline_writer {
public:
    std::string out;

    void node(xmlNode const* n) {
        if (is_text(n)) {
            append_words(out, collapse(node_text(n)));
            return;
        }
        if (!is_element(n)) return;
        auto const name = node_name(n);
        if (is_dropped(name)) return;
        if (name == "br") {
            out += "\\\n";
        } else if (name == "strong" || name == "b") {
            marked(n, "**");
        } else if (name == "em" || name == "i") {
            marked(n, "*");
        } else if (name == "del" || name == "s" || name == "strike") {
            marked(n, "~~");
        } else if (name == "code" || name == "kbd" || name == "samp" || name == "tt") {
            out += code_span(all_text(n));
        } else if (name == "a") {
            link(n);
        } else if (name == "img") {
            picture(n);
        } else {
            children(n);
        }
    }

    void children(xmlNode const* n) {
        for (auto const* child = n->children; child; child = child->next) {
            if (is_element(child) && is_block(node_name(child)) && !out.empty() && out.back() != ' ') out += ' ';
            node(child);
        }
    }

private:
    /// Marks stand at the words: white space inside of them would switch them off.
    void marked(xmlNode const* n, std::string_view mark) {
        inline_writer inner;
        inner.in_link_ = in_link_;
        inner.children(n);
        auto const words = trim_view(inner.out);
        if (words.empty()) {
            if (!inner.out.empty()) out += ' ';
            return;
        }
        auto const at = inner.out.find(words);
        out.append(inner.out, 0, at);
        out += mark;
        out += words;
        out += mark;
        out.append(inner.out, at + words.size());
    }

    void link(xmlNode const* n) {
        auto const address = address_of(n, "href");
        inline_writer inner;
        inner.in_link_ = true;
        inner.children(n);
        if (in_link_ || !base::safe_link(address)) {
            out += inner.out;
            return;
        }
        auto text = std::string(trim_view(inner.out));
        if (trim_view(all_text(n)) == address && address.find_first_of(" <>\\") == std::string::npos &&
            !address.starts_with("mailto:")) {
            out += "<" + address + ">";
            return;
        }
        if (text.empty()) append_words(text, address);
        if (!out.empty() && out.back() == '!') out.insert(out.size() - 1, "\\");
        auto const title = attribute(n, "title");
        out += "[" + text + "](" + link_destination(address) + (title.empty() ? "" : " " + quoted_title(title)) + ")";
    }

    void picture(xmlNode const* n) {
        auto const source = address_of(n, "src");
        auto const description = collapse(attribute(n, "alt"));
        std::string alt;
        append_words(alt, description);
        if (!base::safe_link(source)) {
            out += alt;
            return;
        }
        auto const title = attribute(n, "title");
        out += "![" + alt + "](" + link_destination(source) + (title.empty() ? "" : " " + quoted_title(title)) + ")";
    }

    bool in_link_ = false;
};

std::string one_line(xmlNode const* n) {
    inline_writer writer;
    writer.children(n);
    std::string text = writer.out;
    for (auto at = text.find("\\\n"); at != std::string::npos; at = text.find("\\\n", at)) text.replace(at, 2, " ");
    return std::string(trim_view(collapse(text)));
}

std::string heading(xmlNode const* n, char level) {
    auto text = one_line(n);
    if (text.empty()) return {};
    if (text.back() == '#') text.insert(text.size() - 1, "\\");
    return std::string(static_cast<std::size_t>(level - '0'), '#') + " " + text;
}

std::string code_block(xmlNode const* n) {
    auto classes = attribute(n, "class");
    for (auto const* child = n->children; child; child = child->next) {
        if (is_element(child) && node_name(child) == "code") classes += " " + attribute(child, "class");
    }
    std::string language;
    for (std::string_view const prefix : {"language-", "lang-"}) {
        auto const at = classes.find(prefix);
        if (at == std::string::npos) continue;
        auto const name = std::string_view(classes).substr(at + prefix.size());
        language = name.substr(0, name.find(' '));
        break;
    }
    if (language == "none" || language.find_first_of("`~\\&") != std::string::npos) language.clear();
    auto code = all_text(n);
    if (!code.empty() && code.back() == '\n') code.pop_back();
    return code.empty() ? std::string() : fenced_code(code, language);
}

bool is_loose(xmlNode const* list) {
    for (auto const* item = list->children; item; item = item->next) {
        for (auto const* child = item->children; child; child = child->next) {
            if (is_element(child) && node_name(child) == "p") return true;
        }
    }
    return false;
}

std::string list(xmlNode const* n, bool ordered, char bullet) {
    unsigned number = 1;
    if (ordered) {
        auto const start = attribute(n, "start");
        std::from_chars(start.data(), start.data() + start.size(), number);
        number = std::min(number, 999'999'999u);
    }
    bool const loose = is_loose(n);
    std::string out;
    for (auto const* item = n->children; item; item = item->next) {
        if (!is_element(item)) continue;
        auto const content = blocks_of(item, loose ? "\n\n" : "\n");
        auto const marker = (ordered ? std::to_string(number++) + "." : std::string(1, bullet)) + " ";
        if (!out.empty()) out += loose ? "\n\n" : "\n";
        out += prefix_lines(content, marker, std::string(marker.size(), ' '));
    }
    return out;
}

void collect_rows(xmlNode const* n, std::vector<xmlNode const*>& rows) {
    for (auto const* child = n->children; child; child = child->next) {
        if (!is_element(child)) continue;
        if (node_name(child) == "tr") {
            rows.push_back(child);
        } else if (node_name(child) != "table") {
            collect_rows(child, rows);
        }
    }
}

std::string table(xmlNode const* n) {
    std::vector<xmlNode const*> rows;
    collect_rows(n, rows);
    std::size_t columns = 0;
    std::vector<std::vector<std::string>> cells;
    for (auto const* row : rows) {
        auto& line = cells.emplace_back();
        for (auto const* cell = row->children; cell; cell = cell->next) {
            if (!is_element(cell)) continue;
            auto text = one_line(cell);
            for (auto at = text.find('|'); at != std::string::npos; at = text.find('|', at + 2)) text.insert(at, "\\");
            line.push_back(std::move(text));
        }
        columns = std::max(columns, line.size());
    }
    if (columns == 0) return blocks_of(n);
    bool const too_wide = columns > base::markdown_limits::columns;
    std::string out;
    for (std::size_t r = 0; r < cells.size(); ++r) {
        if (r > 0) out += too_wide ? "\n\n" : "\n";
        for (std::size_t c = 0; c < (too_wide ? cells[r].size() : columns); ++c) {
            out += "| " + (c < cells[r].size() ? cells[r][c] : std::string()) + " ";
        }
        out += "|";
        if (r > 0 || too_wide) continue;
        out += "\n";
        for (std::size_t c = 0; c < columns; ++c) out += "| --- ";
        out += "|";
    }
    return out;
}

std::string block(xmlNode const* n, char bullet) {
    auto const name = node_name(n);
    if (name.size() == 2 && name[0] == 'h' && name[1] >= '1' && name[1] <= '6') return heading(n, name[1]);
    if (name == "hr") return "---";
    if (name == "pre") return code_block(n);
    if (name == "ul" || name == "dir") return list(n, false, bullet);
    if (name == "ol") return list(n, true, bullet);
    if (name == "table") return table(n);
    auto content = blocks_of(n);
    if (name == "blockquote" && !content.empty()) return prefix_lines(content, "> ", "> ");
    return content;
}

std::string blocks_of(xmlNode const* parent, std::string_view between) {
    std::string out;
    inline_writer words;
    std::string_view before;  // name of the block written last
    char bullet = '-';
    auto const append = [&](std::string const& text) {
        if (text.empty()) return;
        if (!out.empty()) out += between;
        out += text;
    };
    auto const end_paragraph = [&] {
        auto text = std::string(trim_view(words.out));
        // A break at the end of a paragraph shows nothing.
        while (text.ends_with("\\") && words.out.find("\\\n") != std::string::npos && !text.ends_with("\\\\")) {
            text.pop_back();
            text = std::string(trim_view(text));
        }
        words.out.clear();
        if (text.empty()) return;
        append(as_paragraph(text));
        before = "p";
    };
    for (auto const* child = parent->children; child; child = child->next) {
        if (!is_element(child) || !is_block(node_name(child))) {
            words.node(child);
            continue;
        }
        end_paragraph();
        // Two lists in a row are one unless their bullets differ.
        auto const name = node_name(child);
        bullet = (name == before && bullet == '-') ? '*' : '-';
        auto const text = block(child, bullet);
        append(text);
        if (!text.empty()) before = name;
    }
    end_paragraph();
    return out;
}

}  // namespace

std::string html_to_markdown(std::string_view html) {
    if (!base::valid_utf8(html)) return html_to_markdown(base::scrub_text(html, true));
    html_tree const tree(html);
    return tree.body() ? blocks_of(tree.body()) : std::string();
}

}  // namespace plaza::domain::imports
