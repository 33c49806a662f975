// SPDX-License-Identifier: EUPL-1.2
// "Applied here": that an administration did what an answer or an article says, in one line of what came of it and, if there is one, a document. Said by one
// person for all of it.
#pragma once
#include "base/actor.hpp"
#include "base/result.hpp"
#include "domain/threads/threads.hpp"
#include "persistence/connection.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace plaza::domain::applied {

/// Of what came of it, in characters.
inline constexpr std::size_t longest_result = 300;

struct said {
    std::string result;
    std::optional<std::int64_t> file = {};  ///< of the actor, and of nothing else yet; or the one that stands
};

/// Says it, or puts it right for who said it. The document hangs from the post then, and is read by whoever may read that. Who wrote the post is told
/// once. The post was opened for writing. 403 `not_of_administration` for who does not belong there, or is an external of it; 409
/// `said_by_another` where somebody else said it; 422 `post` `not_in_this_role` for what is neither an answer nor an article, `file`
/// `unknown_file`; 403 `files_of_group_full`.
base::result<void> say(persistence::connection& db, base::actor const& actor, threads::visible_post const& post,
                       std::int64_t administration, said const& wanted);

/// Takes it back, with its document; nothing happens where it was not said. 403 `said_by_another`.
base::result<void> take_back(persistence::connection& db, base::actor const& actor, threads::visible_post const& post,
                             std::int64_t administration);

}  // namespace plaza::domain::applied
