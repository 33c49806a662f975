// SPDX-License-Identifier: EUPL-1.2
// Which of the threads that share words with a question are most like it. Pure: the database names candidates
// (schema/replaceable/73_similar.sql), here they are put in order.
//
// Okapi BM25 over two fields, where a word of the title counts more than one of the text, and the titles of questions that were
// said to be duplicates of a thread are further titles of it. What others were led to before, and what is linked with
// much, comes before what nobody came upon. The figures were found on real questions (tests/load/matching).
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace plaza::domain::similar {

/// A word of what is asked, in all that stands for it.
struct term {
    std::vector<std::string> words;  ///< as written, folded
    std::vector<std::string> stems;  ///< beginnings of its other forms
    double weight = 0;               ///< of a rare word much, of one that is everywhere nothing
};

/// Sets of terms are bits, the first term the lowest.
struct candidate {
    std::int64_t thread = 0;
    std::string title;
    std::string text;
    unsigned titled = 0;  ///< terms in the title
    unsigned known = 0;   ///< terms in titles of its duplicates
    unsigned inside = 0;  ///< terms found in the text; others may stand in it too
    int duplicates = 0;
    int related = 0;
    bool outdated = false;  ///< or the same as another one, which is to be found
};

struct likeness {
    std::int64_t thread = 0;
    double score = 0;
    double share = 0;  ///< of the weight of what is asked that its title, or that of a duplicate, has: 0 to 1
};

/// What a word weighs that stands in `with` of `of` texts: a little also where it stands in all.
double weight_of(std::int64_t with, std::int64_t of);

/// All candidates that have any of it, the likest first; of equals the newer identifier.
std::vector<likeness> rank(std::vector<term> const& asked, std::vector<candidate> const& candidates);

}  // namespace plaza::domain::similar
