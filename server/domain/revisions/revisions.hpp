// SPDX-License-Identifier: EUPL-1.2
// What was written may be changed by its author, and everybody who reads it may see what it said before. Of two who
// change the same text at once the second is told, and nothing is overwritten unseen.
#pragma once
#include "base/actor.hpp"
#include "base/result.hpp"
#include "domain/threads/threads.hpp"
#include "persistence/connection.hpp"

#include <optional>
#include <string>
#include <vector>

namespace plaza::domain::revisions {

/// So soon after writing, in minutes, a change mends what was just written, and nobody is told of it.
inline constexpr int grace_minutes = 10;

struct change {
    std::string body;
    std::optional<std::string> title;              ///< of the thread, by its first post
    std::optional<std::vector<std::string>> tags;  ///< as above
    std::optional<std::int64_t> version;           ///< of the text that was read and changed
    std::optional<std::string> weight = {};        ///< of an answer
    bool minor = false;                            ///< nobody is told
};

/// Changes the text, title and tags, and keeps what stood before; an article also for those who write it together. Who follows the thread is told, and who asked when it is the accepted
/// answer. 403 `not_the_author`, 409 `conflict` when another text stands than the version that was changed, 422
/// `title` or `tags` `not_in_this_role` for what is not the first post, `weight` for what is no answer. The post was opened for writing.
base::result<void> edit(persistence::connection& db, base::actor const& actor, threads::visible_post const& post,
                        change wanted);

}  // namespace plaza::domain::revisions
