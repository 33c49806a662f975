// SPDX-License-Identifier: EUPL-1.2
#include "base/text.hpp"
#include "domain/norms/citations.hpp"
#include "domain/norms/vocabulary.hpp"

namespace plaza::domain::norms {
namespace {

/// Endings that a Basque name may have where it is declined, the longest first.
constexpr std::string_view endings[] = {"rekin", "tik", "ren", "rik", "ri", "ko", "ra", "k", "n", "z"};

bool starts_with_digit(std::string_view text) { return !text.empty() && text[0] >= '0' && text[0] <= '9'; }

/// 118 of "118"; 0 for what is no plain number.
int plain_number(std::string_view text) {
    int value = 0;
    for (auto const c : text) {
        if (c < '0' || c > '9' || value > 100'000) return 0;
        value = value * 10 + (c - '0');
    }
    return value;
}

}  // namespace

name_table::name_table(std::vector<known_norm> const& norms, std::vector<short_name> const& names) {
    for (auto const& norm : norms) {
        if (!norm.kind.empty()) numbered_.emplace(made_key(norm.kind, norm.number, norm.community), norm);
    }
    for (auto const& name : names) {
        if (name.acronym) {
            acronyms_.emplace(name.name, name.norm);
            continue;
        }
        std::size_t at = 0;
        for (auto const& w : words_of(name.name)) {
            if (w.what == word::sort::mark) continue;
            auto const found = phrases_[at].next.emplace(w.folded, phrases_.size());
            if (found.second) phrases_.emplace_back();
            at = found.first->second;
        }
        if (at != 0) phrases_[at].norm = name.norm;
    }
}

std::size_t name_table::step(std::size_t from, std::string_view folded) const {
    auto const& next = phrases_[from].next;
    if (auto const found = next.find(folded); found != next.end()) return found->second;
    for (auto const ending : endings) {
        if (!folded.ends_with(ending)) continue;
        auto const found = next.find(folded.substr(0, folded.size() - ending.size()));
        // A declined word ends its name, and names that are declined end with an article: "legea", "orokorra".
        if (found != next.end() && found->first.ends_with('a') && !phrases_[found->second].norm.empty())
            return found->second;
    }
    return 0;
}

std::string_view name_table::acronym(std::string_view written) const {
    auto const found = acronyms_.find(written);
    return found == acronyms_.end() ? std::string_view() : found->second;
}

known_norm const* name_table::numbered(std::string_view kind, std::string_view number,
                                       std::string_view community) const {
    auto const found = numbered_.find(made_key(kind, number, community));
    return found == numbered_.end() ? nullptr : &found->second;
}

std::vector<std::string> articles_of(citation const& cited) {
    /// A range of more is two articles: nobody means each of the rest.
    constexpr int longest_range = 60;
    if (cited.until.empty()) return {cited.article};
    auto const first = plain_number(cited.article);
    auto const last = plain_number(cited.until);
    if (first == 0 || last <= first || last - first > longest_range) return {cited.article, cited.until};
    std::vector<std::string> out;
    for (int n = first; n <= last; ++n) out.push_back(std::to_string(n));
    return out;
}

std::string title_of(std::string_view key) {
    std::string_view kind;
    for (auto end = key.find('-'); end != key.npos; end = key.find('-', end + 1)) {
        if (!kind_title(key.substr(0, end)).empty()) kind = key.substr(0, end);
    }
    if (kind.empty()) {
        std::string capitals(key);
        for (auto& c : capitals) {
            if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
        }
        return capitals;
    }
    // Number and year: up to three parts, of which those of an order begin with the letters of its ministry.
    auto rest = key.substr(kind.size() + 1);
    std::string number;
    for (int parts = 0; parts < (kind == "orden" ? 3 : 2) && !rest.empty(); ++parts) {
        auto part = std::string(rest.substr(0, rest.find('-')));
        rest.remove_prefix(std::min(rest.size(), part.size() + 1));
        if (!starts_with_digit(part)) {
            for (auto& c : part) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
        }
        number += (number.empty() ? "" : "/") + part;
    }
    auto title = std::string(kind_title(kind)) + " " + number;
    if (auto const community = community_title(rest); !community.empty()) title += " (" + std::string(community) + ")";
    return title;
}

}  // namespace plaza::domain::norms
