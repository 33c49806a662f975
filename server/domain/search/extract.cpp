// SPDX-License-Identifier: EUPL-1.2
#include "domain/search/extract.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace plaza::domain::search {
namespace {

/// Bytes of an extract, and how much of it may stand before the first mark.
constexpr std::size_t longest = 260;
constexpr std::size_t lead = 70;
/// Texts beyond this are searched for marks only so far.
constexpr std::size_t read_at_most = 64 * 1024;
/// An ending longer than this makes another word.
constexpr std::size_t longest_ending = 8;
constexpr std::size_t shortest_stem = 4;

/// The letter without its accent; ñ stays, as in the lexemes.
char32_t unaccented(char32_t c) {
    static constexpr std::u32string_view from = U"áàâäãéèêëíìîïóòôöõúùûüç";
    static constexpr std::u32string_view to = U"aaaaaeeeeiiiiooooouuuuc";
    auto const at = from.find(c);
    return at == from.npos ? c : to[at];
}

std::string fold(std::string_view word) {
    auto const small = base::lower(word);
    std::string out;
    for (std::size_t at = 0; at < small.size();)
        base::append_code_point(out, unaccented(base::next_code_point(small, at)));
    return out;
}

std::vector<std::string> split(std::string_view text, char separator) {
    std::vector<std::string> out;
    while (!text.empty()) {
        auto const end = std::min(text.find(separator), text.size());
        if (end > 0) out.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return out;
}

}  // namespace

marker::marker(std::string_view lexemes, std::string_view names) {
    for (auto& lexeme : split(lexemes, ' ')) {
        if (lexeme.size() > 3 && lexeme[2] == '/') {
            stems_.push_back(lexeme.substr(3));
        } else {
            forms_.push_back(std::move(lexeme));
        }
    }
    std::sort(forms_.begin(), forms_.end());
    for (auto const& name : split(names, '\n')) names_.push_back(split(name, ' '));
}

bool marker::asked(std::string const& folded) const {
    if (std::binary_search(forms_.begin(), forms_.end(), folded)) return true;
    return std::any_of(stems_.begin(), stems_.end(), [&](std::string const& stem) {
        if (!folded.starts_with(stem)) return false;
        auto const ending = std::string_view(folded).substr(stem.size());
        return stem.size() < shortest_stem ? ending == "s" || ending == "es" : ending.size() <= longest_ending;
    });
}

void marker::mark(std::vector<word>& words) const {
    for (auto& w : words) w.marked = asked(w.folded);
    for (auto const& name : names_) {
        for (std::size_t i = 0; i + name.size() <= words.size(); ++i) {
            auto const at = words.begin() + static_cast<std::ptrdiff_t>(i);
            if (std::equal(name.begin(), name.end(), at, [](auto const& n, auto const& w) { return n == w.folded; })) {
                std::for_each(at, at + static_cast<std::ptrdiff_t>(name.size()), [](auto& w) { w.marked = true; });
            }
        }
    }
}

std::string marker::extract(std::string_view plain) const {
    plain = plain.substr(0, read_at_most);
    std::vector<word> words;
    for (std::size_t at = 0; at < plain.size();) {
        auto const begin = at;
        auto end = at;
        while (at < plain.size() && base::letter_or_digit(base::next_code_point(plain, at))) end = at;
        if (end > begin) words.push_back({begin, end, fold(plain.substr(begin, end - begin)), false});
    }
    mark(words);

    // The window that begins at a mark and holds most of them; the earliest of equals.
    std::size_t best = words.size(), most = 0;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (!words[i].marked) continue;
        std::size_t held = 0;
        for (std::size_t j = i; j < words.size() && words[j].end - words[i].begin <= longest - lead; ++j) {
            held += words[j].marked;
        }
        if (held > most) {
            most = held;
            best = i;
        }
    }
    std::size_t first = best == words.size() ? 0 : best;
    auto const anchor = words.empty() ? 0 : words[first].begin;
    while (first > 0 && anchor - words[first - 1].begin <= lead) --first;
    std::size_t last = first;
    while (last < words.size() && words[last].end - words[first].begin <= longest) ++last;

    std::string out;
    bool space = false;
    auto append = [&](std::string_view text) {  // runs of white space become one space
        std::string line;
        for (char c : text) {
            bool const white = c == ' ' || c == '\n' || c == '\t';
            if (!white)
                line += c;
            else if (!space)
                line += ' ';
            space = white;
        }
        base::append_html(out, line);
    };
    if (words.empty() || last == first) {
        base::append_html(out, base::plain_extract(plain, longest));
        return out;
    }
    if (first > 0) out += "… ";
    std::size_t at = first == 0 ? 0 : words[first].begin;
    bool open = false;
    for (std::size_t i = first; i < last; ++i) {
        // Marked words with nothing but space or a stroke between them are one mark: Ley 9/2017.
        auto const between = plain.substr(at, words[i].begin - at);
        bool const joined = open && words[i].marked && (between == " " || between == "/");
        if (open && !joined) out += "</mark>";
        append(between);
        if (words[i].marked && !joined) out += "<mark>";
        open = words[i].marked;
        append(plain.substr(words[i].begin, words[i].end - words[i].begin));
        at = words[i].end;
    }
    if (open) out += "</mark>";
    if (last < words.size()) {
        out += " …";
    } else {
        append(plain.substr(at, longest));
    }
    return out;
}

}  // namespace plaza::domain::search
