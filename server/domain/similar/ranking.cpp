// SPDX-License-Identifier: EUPL-1.2
#include "domain/similar/ranking.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <cmath>

namespace plaza::domain::similar {
namespace {

/// How soon a word that is repeated counts no more, and how much longer texts count less.
constexpr double saturation = 1.2;
constexpr double title_length = 0.5;
constexpr double text_length = 0.75;
/// Words of four letters or more that a title usually has.
constexpr double usual_title = 6;
constexpr double title_counts = 2;
constexpr double per_duplicate = 0.2;
constexpr double per_link = 0.15;
constexpr double outdated_counts = 0.7;
/// An ending longer than this makes another word; a stem shorter than that has plurals only.
constexpr std::size_t longest_ending = 6;
constexpr std::size_t shortest_stem = 4;

/// Without accents, ñ kept: as the lexemes are.
std::string fold(std::string_view word) {
    if (std::none_of(word.begin(), word.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; })) {
        std::string out(word);
        for (auto& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
        return out;
    }
    auto const small = base::lower(word);
    std::string out;
    for (std::size_t at = 0; at < small.size();) {
        auto const c = base::next_code_point(small, at);
        base::append_code_point(out, c == U'ñ' ? c : base::bare_letter(c));
    }
    return out;
}

bool means(term const& t, std::string_view word) {
    auto const is = [&](std::string const& w) { return w == word; };
    if (std::any_of(t.words.begin(), t.words.end(), is)) return true;
    return std::any_of(t.stems.begin(), t.stems.end(), [&](std::string const& stem) {
        if (!word.starts_with(stem)) return false;
        auto const ending = word.substr(stem.size());
        return base::count_code_points(stem) < shortest_stem ? ending == "s" || ending == "es"
                                                             : ending.size() <= longest_ending;
    });
}

struct counted {
    std::vector<double> of;  ///< how often each term stands there
    double length = 0;       ///< words of four letters or more, or with a number
};

counted count(std::string_view text, std::vector<term> const& asked) {
    counted out{std::vector<double>(asked.size()), 0};
    for (std::size_t at = 0; at < text.size();) {
        auto const begin = at;
        auto end = at;
        std::size_t letters = 0;
        while (at < text.size() && base::letter_or_digit(base::next_code_point(text, at))) {
            end = at;
            ++letters;
        }
        if (letters == 0) continue;
        auto const word = fold(text.substr(begin, end - begin));
        if (letters >= 4) ++out.length;
        for (std::size_t i = 0; i < asked.size(); ++i) out.of[i] += means(asked[i], word);
    }
    return out;
}

}  // namespace

double weight_of(std::int64_t with, std::int64_t of) {
    auto const n = static_cast<double>(with);
    return std::log(1 + std::max(0.1, (static_cast<double>(of) - n + 0.5) / (n + 0.5)));
}

std::vector<likeness> rank(std::vector<term> const& asked, std::vector<candidate> const& candidates) {
    double whole = 0;
    for (auto const& t : asked) whole += t.weight;
    std::vector<counted> texts;
    double words = 0;
    for (auto const& c : candidates) {
        texts.push_back(count(c.text, asked));
        words += texts.back().length;
    }
    auto const usual_text = std::max(1.0, words / static_cast<double>(std::max<std::size_t>(1, candidates.size())));

    std::vector<likeness> out;
    for (std::size_t n = 0; n < candidates.size(); ++n) {
        auto const& c = candidates[n];
        auto const title = count(c.title, asked);
        auto const& text = texts[n];
        auto const long_title = 1 - title_length + title_length * title.length / usual_title;
        auto const long_text = 1 - text_length + text_length * text.length / usual_text;
        likeness found{c.thread, 0, 0};
        for (std::size_t i = 0; i < asked.size(); ++i) {
            auto const bit = 1U << i;
            double const titled = c.titled & bit ? std::max(1.0, title.of[i]) : c.known & bit ? 1 : 0;
            double const inside = c.inside & bit ? std::max(1.0, text.of[i]) : text.of[i];
            auto const often = title_counts * titled / long_title + inside / long_text;
            found.score += asked[i].weight * often * (saturation + 1) / (often + saturation);
            if (titled > 0 && whole > 0) found.share += asked[i].weight / whole;
        }
        if (found.score <= 0) continue;
        found.score *= 1 + per_duplicate * std::log1p(c.duplicates) + per_link * std::log1p(c.related);
        if (c.outdated) found.score *= outdated_counts;
        out.push_back(found);
    }
    std::sort(out.begin(), out.end(), [](auto const& a, auto const& b) {
        return a.score != b.score ? a.score > b.score : a.thread > b.thread;
    });
    return out;
}

}  // namespace plaza::domain::similar
