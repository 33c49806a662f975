// SPDX-License-Identifier: EUPL-1.2
#include "base/markdown_tables.hpp"

#include <algorithm>

namespace plaza::base {
namespace {

/// The part of a line behind the marks of quotes and up to three spaces.
std::string_view content_of(std::string_view line) {
    while (true) {
        auto const text = line.find_first_not_of(' ');
        if (text == std::string_view::npos || text > 3) return {};  // blank, or code
        line.remove_prefix(text);
        if (line[0] != '>') return line;
        line.remove_prefix(line.size() > 1 && line[1] == ' ' ? 2 : 1);
    }
}

bool is_rule(std::string_view content) {
    return content.find('|') != std::string_view::npos && content.find('-') != std::string_view::npos &&
           content.find_first_not_of("|:- \t\r") == std::string_view::npos;
}

void append_lengthened(std::string& out, std::string_view rule) {
    for (std::size_t from = 0; from < rule.size();) {
        if (rule[from] != '-') {
            out += rule[from++];
            continue;
        }
        auto const end = std::min(rule.find_first_not_of('-', from), rule.size());
        out.append(std::max<std::size_t>(3, end - from), '-');
        from = end;
    }
}

}  // namespace

std::string with_long_table_rules(std::string_view markdown) {
    std::string out;
    out.reserve(markdown.size() + 64);
    char fence = 0;
    bool may_follow = false;  // the line before may be a heading: it has a pipe
    for (std::size_t from = 0; from < markdown.size();) {
        auto const end = std::min(markdown.find('\n', from), markdown.size());
        auto const line = markdown.substr(from, end - from);
        auto const content = content_of(line);
        if (content.starts_with("```") || content.starts_with("~~~")) {
            if (fence == 0) {
                fence = content[0];
            } else if (fence == content[0]) {
                fence = 0;
            }
        }
        if (fence == 0 && may_follow && is_rule(content)) {
            out.append(line.substr(0, line.size() - content.size()));
            append_lengthened(out, content);
        } else {
            out.append(line);
        }
        may_follow = content.find('|') != std::string_view::npos;
        if (end < markdown.size()) out += '\n';
        from = end + 1;
    }
    return out;
}

}  // namespace plaza::base
