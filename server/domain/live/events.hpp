// SPDX-License-Identifier: EUPL-1.2
// Writing events. They belong to the transaction of their cause and are written last in it, under the locks of what
// they tell, so that their order follows the commits.
#pragma once
#include "persistence/connection.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace plaza::domain::live {

/// A post whose event would be larger goes without its text: receivers read it again. Many such events wait for a slow
/// reader before its queue is full, and one alone never fills it.
inline constexpr int largest_post_event = 64 * 1024;

/// To the members of the thread's group and whoever watches it; the data is the thread's shape now. `kind` is
/// `thread.created`, `thread.changed` or `thread.accepted`.
void of_thread(persistence::connection& db, std::string_view kind, std::int64_t thread);

/// The same with the post's shape, without `body` and `html` where that is too large: `post.created` or `post.edited`.
void of_post(persistence::connection& db, std::string_view kind, std::int64_t post);

/// The same with other data: `post.hidden`, `useful.changed`, `same_problem.changed`, `applied.changed`.
void in_thread(persistence::connection& db, std::string_view kind, std::int64_t thread, std::string data);

/// To one person only: `membership.changed`, `read`, `notification`. What tells of a post of the thread, by its number,
/// goes when that is deleted.
void to_person(persistence::connection& db, std::string_view kind, std::int64_t person,
               std::optional<std::int64_t> group, std::optional<std::int64_t> thread, std::string data,
               std::optional<int> post = {});

/// Takes back what waiting and resuming readers would still get of a post that was deleted.
void forget_post(persistence::connection& db, std::int64_t post);

}  // namespace plaza::domain::live
