// SPDX-License-Identifier: EUPL-1.2
// Citations of legal norms in plain text: "art. 21.3.b) LPAC", "artigo 21 da Lei 39/2015", "39/2015 Legearen 21. artikulua",
// "BOE-A-2017-12902", addresses of the official gazette. Pure and linear in the text; what is not certain is no citation.
//
// A norm is known by its key: the reference of the gazette in lower case where the table has it ("boe-a-2017-12902"), else
// kind, number, year and the community that made it where the text names one ("ley-5-2019-castilla-la-mancha").
#pragma once
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace plaza::domain::norms {

/// Citations found in one text; what comes behind is text.
inline constexpr std::size_t most_citations = 200;
/// Articles in one enumeration.
inline constexpr std::size_t most_articles = 40;

struct citation {
    std::size_t begin;  ///< bytes of the text
    std::size_t end;
    std::string norm;
    std::string article;  ///< "21", "21-bis", "da-3" (disposición adicional), "anexo-2"; empty for the norm as a whole
    std::string part;     ///< of the article: "3.b"
    std::string until;    ///< the last article of a range that begins with `article`
};

struct known_norm {
    std::string key;
    std::string kind;       ///< "real-decreto"; empty for what has no number
    std::string number;     ///< "424/2017"
    std::string community;  ///< "galicia"; empty for the State and the European Union
    int month = 0;  ///< of its date, which tells it from a community's norm of the same number; 0 when not known
    int day = 0;
};

struct short_name {
    std::string name;
    std::string norm;
    bool acronym;  ///< counts only as it is written, in capitals
};

/// What norms are called.
class name_table {
public:
    name_table(std::vector<known_norm> const& norms, std::vector<short_name> const& names);

    struct found_name {
        std::string_view norm;
        std::size_t length;  ///< words that belong to it
    };
    /// The longest phrase that `word_at(0)`, `word_at(1)`, … begin with; they give an empty text where none follows.
    template <class Words>
    std::optional<found_name> phrase(Words word_at) const;
    /// Empty for none.
    std::string_view acronym(std::string_view written) const;
    /// Null for none.
    known_norm const* numbered(std::string_view kind, std::string_view number, std::string_view community = {}) const;

private:
    struct node {
        std::map<std::string, std::size_t, std::less<>> next;
        std::string norm;
    };
    std::size_t step(std::size_t from, std::string_view folded) const;

    std::vector<node> phrases_ = std::vector<node>(1);
    std::map<std::string, std::string, std::less<>> acronyms_;
    std::map<std::string, known_norm, std::less<>> numbered_;  ///< by kind, number and community
};

/// In order, none overlapping another.
std::vector<citation> find_citations(std::string_view text, name_table const& names);

/// The norm an address leads to (ELI, reference of the gazette), and the article where its fragment says one. `begin` and
/// `end` are those of the address.
std::optional<citation> citation_of_address(std::string_view address, name_table const& names);

/// "21" of "21", and each of "118" to "120": the articles of a citation, as they are stored.
std::vector<std::string> articles_of(citation const& cited);

/// "ley-9-2017-galicia": the key of what the table does not know.
std::string made_key(std::string_view kind, std::string_view number, std::string_view community);

/// "Real Decreto-ley 11/2020 (Galicia)" of a key made of kind and number; the reference in capitals of one that is a reference.
std::string title_of(std::string_view key);

template <class Words>
std::optional<name_table::found_name> name_table::phrase(Words word_at) const {
    std::optional<found_name> best;
    std::size_t at = 0;
    for (std::size_t length = 0;; ++length) {
        if (!phrases_[at].norm.empty()) best = found_name{phrases_[at].norm, length};
        auto const folded = word_at(length);
        if (folded.empty()) return best;
        at = step(at, folded);
        if (at == 0) return best;
    }
}

}  // namespace plaza::domain::norms
