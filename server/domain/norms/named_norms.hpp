// SPDX-License-Identifier: EUPL-1.2
// The norms named in a text, without their articles.
#pragma once
#include "domain/norms/citations.hpp"
#include "domain/norms/vocabulary.hpp"

#include <string>
#include <vector>

namespace plaza::domain::norms {

struct named_norm {
    std::size_t from;  ///< words
    std::size_t to;
    std::string key;
    bool alone;  ///< counts without an article
};

/// The norm that begins at a word, or all of "Leyes 39/2015 y 40/2015"; none for what is not certain.
std::vector<named_norm> norms_at(std::string_view text, words const& w, std::size_t at, name_table const& names);

}  // namespace plaza::domain::norms
