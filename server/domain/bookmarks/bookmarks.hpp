// SPDX-License-Identifier: EUPL-1.2
// Threads that somebody keeps to find them again. Nobody else learns of it.
#pragma once
#include "base/actor.hpp"
#include "base/result.hpp"
#include "domain/threads/threads.hpp"
#include "persistence/connection.hpp"

namespace plaza::domain::bookmarks {

/// More than anybody looks through, and few enough to store.
inline constexpr int most_kept = 1000;

/// 409 `too_many_bookmarks`.
base::result<void> keep(persistence::connection& db, base::actor const& actor, threads::visible_thread const& thread);
void let_go(persistence::connection& db, base::actor const& actor, std::int64_t thread);

}  // namespace plaza::domain::bookmarks
