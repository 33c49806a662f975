// SPDX-License-Identifier: EUPL-1.2
// Announcements: what all members of a group, or all of the network, are asked to read. They come whatever one's level,
// also where one has muted the group: there are few of them, and who made one answers for it.
#pragma once
#include "base/actor.hpp"
#include "base/result.hpp"
#include "domain/groups/groups.hpp"
#include "domain/threads/threads.hpp"
#include "persistence/connection.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace plaza::domain::announcements {

/// Days between two of a group, and between two of the network: who is called every day listens no more.
inline constexpr int group_days = 7;
inline constexpr int network_days = 30;
/// Urgent ones of a group within a day, and of the network: what is urgent all the time is not.
inline constexpr int most_urgent = 3;
/// Days for which one stands above the lists of who has not read it.
inline constexpr int shown_days = 14;
/// Shown above a list at a time.
inline constexpr int most_shown = 10;
/// Longest reason why one is urgent, in characters.
inline constexpr std::size_t longest_reason = 500;

struct new_announcement {
    threads::new_thread thread;
    bool network = false;                      ///< to everybody, from an open group
    std::optional<std::string> urgent_reason;  ///< why it does not wait; shown, and written to the audit
};

/// Starts the thread and asks everybody to read it. The group was opened with `need::moderate`, of the network with
/// `need::write`. 403 `group_archived`, `not_a_network_speaker`; 422 `network` `group_not_open`; 429 `announced_lately`, `too_many_urgent` with
/// the seconds until the next may be made.
base::result<std::int64_t> make(persistence::connection& db, base::actor const& actor,
                                groups::visible_group const& group, new_announcement wanted);

/// Says that the actor has read it. 404 where the thread is no announcement, 403 `not_a_member` for one of others.
base::result<void> acknowledge(persistence::connection& db, base::actor const& actor,
                               threads::visible_thread const& thread);

/// Whether the actor may know who has read it: its author, and who keeps the group.
bool keeps(base::actor const& actor, threads::visible_thread const& thread);

/// Tells some of those whom one is for, and leaves the others to the next job.
void spread_some(persistence::connection& db, std::string const& payload);

}  // namespace plaza::domain::announcements
