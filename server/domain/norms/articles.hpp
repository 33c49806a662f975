// SPDX-License-Identifier: EUPL-1.2
// The articles, dispositions and annexes named in a citation, without their norm.
#pragma once
#include "domain/norms/vocabulary.hpp"

#include <optional>
#include <string>
#include <vector>

namespace plaza::domain::norms {

struct reference {
    std::size_t from;  ///< words
    std::size_t to;
    std::string article;
    std::string part;
    std::string until;
};

struct reference_list {
    std::vector<reference> items;  ///< at most `most_articles`
    std::size_t end;               ///< behind all of them, and behind what is more
};

/// "arts. 21.3.b), 24 y 118 a 120", "disposición adicional tercera", "anexo II".
std::optional<reference_list> articles_at(words const& w, std::size_t at);
/// "21 eta 24. artikuluak", "hirugarren xedapen gehigarria". Without items there is none, and none begins before `end`.
reference_list basque_articles_at(words const& w, std::size_t at);

}  // namespace plaza::domain::norms
