// SPDX-License-Identifier: EUPL-1.2
// A text as the words, numbers and marks that a citation is made of.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace plaza::domain::norms {

struct word {
    enum class sort { letters, digits, mark };

    std::size_t begin;  ///< bytes of the text
    std::size_t end;
    sort what;
    std::string folded;  ///< letters in lower case and without accents; "R.D." is "rd"
    bool glued;          ///< nothing stands between it and the word before
    bool new_block;      ///< an empty line does
    bool capitals;       ///< letters, and all of them are capitals
};

/// In order; white space is left out.
std::vector<word> words_of(std::string_view text);

}  // namespace plaza::domain::norms
