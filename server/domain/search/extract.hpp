// SPDX-License-Identifier: EUPL-1.2
// Extracts: the part of a text that holds most of what was asked for, with those words marked. The database could do
// it (ts_headline), at more cost than all the rest of a search together, and would not know norms by another name.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace plaza::domain::search {

class marker {
public:
    /// `lexemes` as `search_find` gives them; `names` are phrases of folded words, one a line.
    marker(std::string_view lexemes, std::string_view names);

    /// One line of about 240 characters as HTML with no element but `mark`.
    std::string extract(std::string_view plain) const;

private:
    struct word {
        std::size_t begin;  ///< bytes of the text
        std::size_t end;
        std::string folded;
        bool marked = false;
    };
    bool asked(std::string const& folded) const;
    void mark(std::vector<word>& words) const;

    std::vector<std::string> forms_;               ///< words as asked for, sorted
    std::vector<std::string> stems_;               ///< beginnings of their other forms
    std::vector<std::vector<std::string>> names_;  ///< words that count only one after the other
};

}  // namespace plaza::domain::search
