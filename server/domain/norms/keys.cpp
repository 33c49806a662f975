// SPDX-License-Identifier: EUPL-1.2
#include "domain/norms/keys.hpp"

#include "domain/norms/vocabulary.hpp"

namespace plaza::domain::norms {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter_or_digit(char c) { return is_digit(c) || (c >= 'a' && c <= 'z'); }

std::size_t digits_from(std::string_view text, std::size_t at) {
    auto const begin = at;
    while (at < text.size() && is_digit(text[at])) ++at;
    return at - begin;
}

}  // namespace

std::string made_key(std::string_view kind, std::string_view number, std::string_view community) {
    std::string key(kind);
    key += '-';
    for (auto const c : number) key += c == '/' ? '-' : c;
    if (!community.empty()) key.append("-").append(community);
    return key;
}

std::optional<std::string> reference_in(std::string_view lower) {
    /// Digits of a number of the gazette within its year.
    constexpr std::size_t most_digits = 6;
    for (std::string_view const gazette : {"boe-a-", "doue-l-"}) {
        for (auto at = lower.find(gazette); at != lower.npos; at = lower.find(gazette, at + 1)) {
            if (at > 0 && is_letter_or_digit(lower[at - 1])) continue;
            auto const year = at + gazette.size();
            if (digits_from(lower, year) != 4 || year + 4 >= lower.size() || lower[year + 4] != '-') continue;
            auto const count = digits_from(lower, year + 5);
            auto const end = year + 5 + count;
            if (count == 0 || count > most_digits || (end < lower.size() && is_letter_or_digit(lower[end]))) continue;
            return std::string(lower.substr(at, end - at));
        }
    }
    return std::nullopt;
}

std::optional<std::string> key_of(std::string_view kind, std::string_view number, std::string_view community,
                                  month_and_day dated, name_table const& names) {
    if (!communities_make(kind)) community = {};
    if (!community.empty()) {
        auto const* known = names.numbered(kind, number, community);
        return known ? known->key : made_key(kind, number, community);
    }
    if (kind == "rdl") {
        kind = names.numbered("real-decreto-legislativo", number) ? "real-decreto-legislativo" : "real-decreto-ley";
    }
    auto const* known = names.numbered(kind, number);
    if (!known) return made_key(kind, number, {});
    bool const another =
        dated.month != 0 && known->month != 0 && (dated.month != known->month || dated.day != known->day);
    if (another) return std::nullopt;
    return known->key;
}

}  // namespace plaza::domain::norms
