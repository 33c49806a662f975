// SPDX-License-Identifier: EUPL-1.2
// Events that people meet at: a thread with a time, a place or a link, and who comes. Beyond the places people wait, and
// come up in their order when somebody goes.
#pragma once
#include "base/actor.hpp"
#include "base/result.hpp"
#include "domain/groups/groups.hpp"
#include "domain/threads/threads.hpp"
#include "persistence/connection.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace plaza::domain::gatherings {

inline constexpr std::size_t longest_place = 200;  ///< in characters
inline constexpr std::size_t longest_link = 1000;  ///< in characters
inline constexpr int most_places = 10'000;
/// Days ahead for which one can be called.
inline constexpr int longest_days = 1100;

struct new_gathering {
    threads::new_thread thread;
    std::int64_t starts_at = 0;  ///< in microseconds since 1970
    std::int64_t ends_at = 0;
    std::string place;
    std::string link;           ///< http or https
    std::optional<int> places;  ///< without them everybody comes in
};

/// 422 `ends_at` `not_after_start` or `not_ahead`, `place` `place_or_link`, `link` `not_a_web_address`.
base::result<std::int64_t> start(persistence::connection& db, base::actor const& actor,
                                 groups::visible_group const& group, new_gathering wanted);

/// Signs the actor up, or off; whoever comes up for that is told. The thread was opened for writing. 404 for other
/// threads, 409 `event_over`.
base::result<void> sign_up(persistence::connection& db, base::actor const& actor, threads::visible_thread const& thread,
                           bool coming);

/// Somebody went by another way than signing off (47_gatherings.sql): who comes up for that is told.
void come_up(persistence::connection& db, std::string const& payload);

/// What a calendar takes (RFC 5545): one event, times in UTC, text escaped and lines folded.
struct calendar_entry {
    std::string id;
    std::string title;
    std::string place;
    std::string link;
    std::string starts;  ///< 20261122T093000Z
    std::string ends;
    std::string changed;
};
std::string calendar(calendar_entry const& entry);

}  // namespace plaza::domain::gatherings
