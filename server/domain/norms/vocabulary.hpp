// SPDX-License-Identifier: EUPL-1.2
// The words of citations in Spanish, Catalan, Galician and Basque, folded as `words_of` folds them.
#pragma once
#include "domain/norms/words.hpp"

#include <algorithm>
#include <cstddef>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace plaza::domain::norms {

using words = std::vector<word>;

inline bool one_of(std::string_view what, std::initializer_list<std::string_view> list) {
    return std::find(list.begin(), list.end(), what) != list.end();
}

/// A phrase that was found, and the position behind it.
struct phrase {
    std::string_view means;
    std::size_t end;
};

/// The kind of norm written at a position ("Real Decreto-ley", "R.D.L.", "Llei"), the longest that fits. `rdl` is either of two.
std::optional<phrase> kind_at(words const& w, std::size_t at);
/// A kind in Basque, which follows its number and is declined: "Legearen".
std::optional<phrase> basque_kind_at(words const& w, std::size_t at);
/// An autonomous community or a foral territory, as it stands in keys: "castilla-y-leon".
std::optional<phrase> community_at(words const& w, std::size_t at);

/// The community of a code of ELI ("es-ga"), empty for none.
std::string_view community_of_code(std::string_view code);
/// The kind of a code of ELI ("rdlg"), empty for none.
std::string_view kind_of_code(std::string_view code);
/// Whether communities make norms of that kind too, so that number and year do not tell who made it.
bool communities_make(std::string_view kind);
/// "Real Decreto-ley" of "real-decreto-ley"; empty for what is no kind.
std::string_view kind_title(std::string_view kind);
/// "Castilla y León" of "castilla-y-leon"; empty for none.
std::string_view community_title(std::string_view community);

/// Behind "de la", "del", "da", "d'": what joins an article to its norm; the same position for none.
std::size_t behind_of(words const& w, std::size_t at);

/// 1 to 12, 0 for none.
int month_of(std::string_view folded);
/// 3 of "tercera", 21 of "vigesimoprimera"; 0 for none. "unica" is -1.
int ordinal_of(std::string_view folded);
/// What an ordinal of tens ("vigesima") adds to the one after it; 0 for none.
int tens_of(std::string_view folded);
/// 3 of "hirugarren"; 0 for none.
int basque_ordinal_of(std::string_view folded);
/// 4 of "iv"; 0 for none.
int roman_of(std::string_view folded);
/// An ending of Basque declension, with or without its article.
bool basque_ending(std::string_view ending);

}  // namespace plaza::domain::norms
