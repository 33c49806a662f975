// SPDX-License-Identifier: EUPL-1.2
// Which norms posts cite: recognised when they are saved, kept as rows, shown as links; and the names that administrators
// add to those the release knows. Whoever reads of a norm finds only what they may read.
#pragma once
#include "base/actor.hpp"
#include "base/markdown.hpp"
#include "base/result.hpp"
#include "domain/norms/citations.hpp"
#include "persistence/connection.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace plaza::domain::norms {

/// Characters of a title, of a short name; words of a name that is no acronym.
inline constexpr std::size_t longest_title = 300;
inline constexpr std::size_t longest_name = 120;
inline constexpr std::size_t most_words = 20;
/// Names that administrators gave, all together: each is held by every server.
inline constexpr int most_own_names = 5000;

inline constexpr std::size_t longest_article = 20;
/// What an article of a citation looks like: "21-bis", "da-3".
bool is_article(std::string_view text);

struct cited_article {
    std::string norm;
    std::string article;  ///< empty for the norm as a whole
    std::string part;
};

/// A text as it is kept: its HTML with citations as links, and what it cites.
struct recognised {
    std::string html;
    std::vector<cited_article> cited;  ///< each once, in order
};

/// Inside a transaction it holds the table of names until that ends. What the title of a thread cites counts as cited by its
/// first post. `own` gives the files that the text may show. Problems as `base::to_html`, of the body.
base::result<recognised> recognise(persistence::connection& db, std::string_view body, std::string_view title = {},
                                   base::file_finder const& own = {});

/// A norm, or one article of it, as somebody asks for it.
struct asked_norm {
    std::string norm;     ///< a key; empty for none
    std::string article;  ///< empty for the norm as a whole
};

/// What is meant by a key ("ley-9-2017", also of a norm that only texts know), a name ("LCSP", "lcsp", "Ley 9/2017") or an
/// article ("art. 118 LCSP"). 422 `norm` `unknown_norm`.
base::result<asked_norm> asked_for(persistence::connection& db, std::string_view text);

/// Makes the HTML of a post anew, since the files that it names have changed. Whoever calls it holds the post.
void render(persistence::connection& db, std::int64_t post);

/// What a post cites now, in place of what it cited.
void keep(persistence::connection& db, std::int64_t post, std::vector<cited_article> const& cited);

/// Takes up some posts anew, since names have changed or an import wrote them, and goes on in another job.
void recognise_some(persistence::connection& db, std::string const& payload);
/// Has all posts taken up, after something wrote them past `keep`.
void recognise_all(persistence::connection& db);

struct new_norm {
    std::string title;
    std::string reference;  ///< of the gazette; empty where it has none, and then it has kind and number
    std::string kind;
    std::string number;
    std::string community;
};

/// Adds a norm and returns its key. 409 `norm_known`, 422 `reference` `not_a_reference`, `number` `required` or
/// `not_a_number`, `kind` `unknown_kind`, `community` `unknown_community`.
base::result<std::string> add(persistence::connection& db, base::actor const& actor, new_norm wanted);

/// Has a norm recognised by one more name. 404, 409 `name_taken`, `too_many_names`, 422 `name` `not_a_name`.
base::result<void> add_name(persistence::connection& db, base::actor const& actor, std::string const& slug,
                            std::string const& name);
/// Takes back a name that an administrator gave. 404, also for a name that came with the release.
base::result<void> remove_name(persistence::connection& db, base::actor const& actor, std::string const& slug,
                               std::string const& name);

}  // namespace plaza::domain::norms
