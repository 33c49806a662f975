// SPDX-License-Identifier: EUPL-1.2
// Articles: what those of a group begin with, who writes one together, and how an accepted answer becomes one.
#pragma once
#include "base/actor.hpp"
#include "base/result.hpp"
#include "domain/groups/groups.hpp"
#include "domain/threads/threads.hpp"
#include "persistence/connection.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace plaza::domain::articles {

/// Headings of a template, and characters of each: a form that fits on a page.
inline constexpr std::size_t most_headings = 12;
inline constexpr std::size_t longest_heading = 80;
/// Who writes one text together: more would never agree.
inline constexpr int most_authors = 20;

/// What articles of a group begin with; with none, what those of the network do. 403 `not_a_host`. The group was opened for writing.
base::result<void> set_template(persistence::connection& db, base::actor const& actor,
                                groups::visible_group const& group, std::vector<std::string> const& headings);

/// Whether the actor said yes to writing this article together with its author.
bool writes(persistence::connection& db, base::actor const& actor, threads::visible_thread const& thread);

/// Its author asks a member to write it with them; whoever was asked says yes. The thread was opened for writing. 403
/// `not_the_author`, 409 `too_many_authors`, 422 `thread` `not_in_this_kind`, `person` `not_a_member`.
base::result<void> add_author(persistence::connection& db, base::actor const& actor,
                              threads::visible_thread const& thread, std::int64_t person);
/// Its author, or the person themself. 403 `not_the_author`; nothing happens where they are none.
base::result<void> remove_author(persistence::connection& db, base::actor const& actor,
                                 threads::visible_thread const& thread, std::int64_t person);

struct new_article {
    std::string title;
    std::optional<std::string> group;  ///< that of the question where none is given
    std::string review_on;             ///< YYYY-MM-DD
};

/// Makes an article of the accepted answer, with its author and the actor as authors, and gives its id. 409 `not_solved`,
/// `wider_audience` for a group where somebody reads who may not read the question; 422 `group` `unknown`; what writing and
/// starting there answers. The question was opened for writing.
base::result<std::int64_t> make(persistence::connection& db, base::actor const& actor,
                                threads::visible_thread const& question, new_article wanted);

}  // namespace plaza::domain::articles
