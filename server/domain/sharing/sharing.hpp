// SPDX-License-Identifier: EUPL-1.2
// Showing a thread in another group: an update there with words of its own, and a card that says what it shows to those
// who may read that. Nothing of it is copied, so nothing of it is left where it may not be seen.
#pragma once
#include "base/actor.hpp"
#include "base/result.hpp"
#include "domain/groups/groups.hpp"
#include "domain/threads/threads.hpp"
#include "persistence/connection.hpp"

namespace plaza::domain::sharing {

/// Characters of the text on a card.
inline constexpr int card_characters = 280;

/// Starts the thread that shows another. 422 `group` `same_group` in the group that has it already.
base::result<std::int64_t> share(persistence::connection& db, base::actor const& actor,
                                 threads::visible_thread const& source, groups::visible_group const& group,
                                 threads::new_thread wanted);

}  // namespace plaza::domain::sharing
