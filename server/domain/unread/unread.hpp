// SPDX-License-Identifier: EUPL-1.2
// What of many threads somebody has not read. Of one thread: threads::mark_read.
#pragma once
#include "base/actor.hpp"
#include "domain/groups/groups.hpp"
#include "persistence/connection.hpp"

#include <cstdint>

namespace plaza::domain::unread {

/// Days after which a thread without activity counts among the unread ones no more.
inline constexpr int counted_days = 30;
/// Unread threads that are told of one group: shown as "99+".
inline constexpr int most_told = 100;

/// Marks as read all that was written up to a moment, in microseconds since 1970: in the group, or in all that the actor
/// reads. What came after stays unread. Notices stay as they are: they speak to the actor by name.
void mark_all(persistence::connection& db, base::actor const& actor, groups::visible_group const* group,
              std::int64_t up_to);

}  // namespace plaza::domain::unread
