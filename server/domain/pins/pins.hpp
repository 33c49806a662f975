// SPDX-License-Identifier: EUPL-1.2
// Threads that stand first on the page of their group.
#pragma once
#include "base/actor.hpp"
#include "base/result.hpp"
#include "domain/threads/threads.hpp"
#include "persistence/connection.hpp"

namespace plaza::domain::pins {

/// Threads pinned in one group: what is read before all else stays short. The table has as many places.
inline constexpr int most_pinned = 5;

/// Pins a thread; moderators and owners. 403 `not_a_moderator`, 409 `too_many_pinned`. It was opened for writing.
base::result<void> pin(persistence::connection& db, base::actor const& actor, threads::visible_thread const& thread);

/// Takes the pin away; nothing happens where there is none. 403 `not_a_moderator`.
base::result<void> unpin(persistence::connection& db, base::actor const& actor, threads::visible_thread const& thread);

}  // namespace plaza::domain::pins
