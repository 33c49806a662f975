// SPDX-License-Identifier: EUPL-1.2
#include "domain/norms/words.hpp"

#include "base/text.hpp"

#include <cstdint>

namespace plaza::domain::norms {
namespace {

constexpr std::uint32_t masculine = 0xBA;  // º and ª are letters to Unicode, and marks of ordinals to us
constexpr std::uint32_t feminine = 0xAA;
constexpr std::uint32_t hard_space = 0xA0;
constexpr std::uint32_t narrow_hard_space = 0x202F;

bool is_digit(std::uint32_t c) { return c >= '0' && c <= '9'; }
bool is_space(std::uint32_t c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == hard_space || c == narrow_hard_space;
}
bool is_letter(std::uint32_t c) { return c != masculine && c != feminine && !is_digit(c) && base::letter_or_digit(c); }

word::sort sort_of(std::uint32_t c) {
    if (is_digit(c)) return word::sort::digits;
    return is_letter(c) ? word::sort::letters : word::sort::mark;
}

bool initial(word const& w) { return w.capitals && w.folded.size() == 1; }

/// "R.D." and "R.D" are one word: initials with a full stop between each and the next.
std::vector<word> with_initials_joined(std::vector<word> words) {
    auto const dot = [&](std::size_t i) { return i < words.size() && words[i].folded == "." && words[i].glued; };
    std::vector<word> out;
    out.reserve(words.size());
    for (std::size_t i = 0; i < words.size(); ++i) {
        out.push_back(std::move(words[i]));
        if (!initial(out.back())) continue;
        auto next = i;
        while (dot(next + 1) && next + 2 < words.size() && words[next + 2].glued && initial(words[next + 2])) {
            next += 2;
            out.back().folded += words[next].folded;
        }
        if (next == i) continue;
        out.back().end = words[next].end;
        if (dot(next + 1)) out.back().end = words[++next].end;
        i = next;
    }
    return out;
}

}  // namespace

std::vector<word> words_of(std::string_view text) {
    std::vector<word> out;
    int lines = 0;
    bool glued = false;
    for (std::size_t at = 0; at < text.size();) {
        auto const begin = at;
        auto const c = base::next_code_point(text, at);
        if (is_space(c)) {
            lines += c == '\n';
            glued = false;
            continue;
        }
        auto const what = sort_of(c);
        auto const folded = base::bare_letter(c);
        if (!glued || out.empty() || out.back().what != what || what == word::sort::mark) {
            out.push_back({begin, at, what, {}, glued, lines > 1, what == word::sort::letters});
        }
        out.back().end = at;
        out.back().capitals = out.back().capitals && c >= 'A' && c <= 'Z';
        base::append_code_point(out.back().folded, folded);
        lines = 0;
        glued = true;
    }
    return with_initials_joined(std::move(out));
}

}  // namespace plaza::domain::norms
