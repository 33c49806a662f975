// SPDX-License-Identifier: EUPL-1.2
#include "domain/imports/markdown_text.hpp"

#include <algorithm>

namespace plaza::domain::imports {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
/// Bytes of letters beyond ASCII count as letters.
bool is_word(char c) { return is_letter(c) || is_digit(c) || static_cast<unsigned char>(c) >= 0x80; }
bool is_space(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f'; }

bool begins_reference(std::string_view rest) {
    auto const end = rest.find(';');
    if (end == std::string_view::npos || end < 2 || end > 49) return false;
    auto const name = rest.substr(1, end - 1);
    return std::all_of(name.begin(), name.end(), [](char c) { return is_letter(c) || is_digit(c) || c == '#'; });
}

/// Where to put a backslash so that the line begins no other block; npos for nowhere.
std::size_t block_mark(std::string_view line) {
    if (line.empty()) return std::string_view::npos;
    auto const only = [&](std::string_view allowed) {
        return line.find_first_not_of(allowed) == std::string_view::npos;
    };
    char const c = line[0];
    bool const then_space = line.size() == 1 || is_space(line[1]);
    if (c == '>') return 0;
    if (c == '#') {
        auto const end = line.find_first_not_of('#');
        if (end == std::string_view::npos || (end <= 6 && is_space(line[end]))) return 0;
    }
    if ((c == '-' || c == '+') && then_space) return 0;
    if (c == '=' && only("= ")) return 0;
    if ((c == '-' || c == '|' || c == ':') && only("-|: ")) return 0;
    auto const digits = line.find_first_not_of("0123456789");
    if (digits != 0 && digits != std::string_view::npos && digits <= 9 &&
        (line[digits] == '.' || line[digits] == ')') && (digits + 1 == line.size() || is_space(line[digits + 1]))) {
        return digits;
    }
    return std::string_view::npos;
}

std::size_t longest_run(std::string_view text, char of) {
    std::size_t longest = 0;
    std::size_t run = 0;
    for (char const c : text) {
        run = c == of ? run + 1 : 0;
        longest = std::max(longest, run);
    }
    return longest;
}

}  // namespace

void append_words(std::string& out, std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        char const c = text[i];
        char const next = i + 1 < text.size() ? text[i + 1] : ' ';
        bool escape = false;
        switch (c) {
            case '\\':
            case '`':
            case '*':
            case '[':
            case ']':
            case '~': escape = true; break;
            // Inside a word an underscore is no mark.
            case '_': escape = out.empty() || !is_word(out.back()) || !is_word(next); break;
            case '<': escape = is_letter(next) || next == '/' || next == '!' || next == '?'; break;
            case '&': escape = begins_reference(text.substr(i)); break;
            default: break;
        }
        if (escape) out += '\\';
        out += c;
    }
}

std::string as_paragraph(std::string_view inline_markdown) {
    std::string out;
    for (std::size_t from = 0; from <= inline_markdown.size();) {
        auto const end = std::min(inline_markdown.find('\n', from), inline_markdown.size());
        auto const line = trim_view(inline_markdown.substr(from, end - from));
        auto const mark = block_mark(line);
        from = end + 1;
        if (line.empty()) continue;  // would end the paragraph
        if (!out.empty()) out += '\n';
        if (mark != std::string_view::npos) {
            out.append(line.substr(0, mark));
            out += '\\';
            out.append(line.substr(mark));
        } else {
            out.append(line);
        }
    }
    return out;
}

std::string code_span(std::string_view code) {
    std::string text(code);
    std::replace(text.begin(), text.end(), '\n', ' ');
    if (trim_view(text).empty()) return text;
    std::string const fence(longest_run(text, '`') + 1, '`');
    bool const pad = text.front() == '`' || text.back() == '`' || (text.front() == ' ' && text.back() == ' ');
    return fence + (pad ? " " : "") + text + (pad ? " " : "") + fence;
}

std::string fenced_code(std::string_view code, std::string_view language) {
    std::string const fence(std::max<std::size_t>(3, longest_run(code, '`') + 1), '`');
    std::string out = fence + std::string(language) + "\n";
    out.append(code);
    if (out.back() != '\n') out += '\n';
    return out + fence;
}

std::string link_destination(std::string_view address) {
    constexpr std::string_view hex = "0123456789ABCDEF";
    bool const enclosed = address.find_first_of("( )") != std::string_view::npos;
    std::string out = enclosed ? "<" : "";
    for (std::size_t i = 0; i < address.size(); ++i) {
        auto const c = address[i];
        auto const byte = static_cast<unsigned char>(c);
        if (byte < 0x20 || byte == 0x7F || c == '<' || c == '>' || c == '\\') {
            out += '%';
            out += hex[byte >> 4];
            out += hex[byte & 15];
        } else if (c == '&' && begins_reference(address.substr(i))) {
            out += "&amp;";
        } else {
            out += c;
        }
    }
    return enclosed ? out + ">" : out;
}

std::string quoted_title(std::string_view title) {
    std::string out = "\"";
    for (char const c : collapse(title)) {
        if (c == '"' || c == '\\' || c == '&') out += '\\';
        out += c;
    }
    return out + "\"";
}

std::string prefix_lines(std::string_view text, std::string_view first, std::string_view others) {
    std::string out;
    auto prefix = first;
    for (std::size_t from = 0; from <= text.size();) {
        auto const end = std::min(text.find('\n', from), text.size());
        auto const line = text.substr(from, end - from);
        if (from > 0) out += '\n';
        out.append(line.empty() ? prefix.substr(0, prefix.find_last_not_of(' ') + 1) : prefix);
        out.append(line);
        prefix = others;
        from = end + 1;
    }
    return out;
}

std::string collapse(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size();) {
        if (!is_space(text[i])) {
            out += text[i++];
            continue;
        }
        while (i < text.size() && is_space(text[i])) ++i;
        out += ' ';
    }
    return out;
}

std::string_view trim_view(std::string_view text) {
    while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
    return text;
}

}  // namespace plaza::domain::imports
