// SPDX-License-Identifier: EUPL-1.2
// Events that people meet at: a thread with a time, a place or a link, and who comes. Beyond the places people wait, and
// come up in their order when somebody goes. What changes is told to who signed up.
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

/// Longest reason for calling one off, in characters: a line in the thread.
inline constexpr std::size_t longest_reason = 300;

/// When and where one is, and who fits. Moments in microseconds since 1970.
struct facts {
    std::int64_t starts_at = 0;
    std::int64_t ends_at = 0;
    std::string place;
    std::string link;                           ///< http or https
    std::optional<int> places;                  ///< without them everybody comes in
    std::optional<std::int64_t> sign_up_until;  ///< without it, until it is over
};

struct new_gathering {
    threads::new_thread thread;
    gatherings::facts facts;
};

/// 422 `ends_at` `not_after_start` or `not_ahead`, `place` `place_or_link`, `link` `not_a_web_address`, `sign_up_until`
/// `after_end` or `not_ahead`.
base::result<std::int64_t> start(persistence::connection& db, base::actor const& actor,
                                 groups::visible_group const& group, new_gathering wanted);

// Its author and who moderates change one, call it off and take that back, until it is over: 403
// `not_the_author_nor_moderator`, 409 `event_over`. Each is a line in the thread. The thread was opened for writing; 404 for others.

/// Puts these facts in place of those of that version. Who signed up is told of another time or place by a job, and who
/// waited that there is a place now. Nobody who has a place loses it: 422 `places` `fewer_than_coming`. 409 `conflict` when
/// other facts stand than those that were changed, `event_cancelled`; 422 as `start`.
base::result<void> change(persistence::connection& db, base::actor const& actor, threads::visible_thread const& thread,
                          facts wanted, std::int64_t version);

/// Calls it off; nothing happens where it is.
base::result<void> cancel(persistence::connection& db, base::actor const& actor, threads::visible_thread const& thread,
                          std::string const& reason);
/// It takes place after all; nothing happens where it does.
base::result<void> restore(persistence::connection& db, base::actor const& actor,
                           threads::visible_thread const& thread);

/// Signs the actor up, or off; whoever comes up for that is told. The thread was opened for writing. 404 for other
/// threads, 409 `event_over`, `event_cancelled`, `sign_up_over`.
base::result<void> sign_up(persistence::connection& db, base::actor const& actor, threads::visible_thread const& thread,
                           bool coming);

/// Somebody went by another way than signing off (47_gatherings.sql): who comes up for that is told.
void come_up(persistence::connection& db, std::string const& payload);

/// Tells some of those who signed up what became of it, and leaves the others to the next job.
void tell_guests(persistence::connection& db, std::string const& payload);

/// What a calendar takes (RFC 5545): one event, times in UTC, text escaped and lines folded.
struct calendar_entry {
    std::string id;
    std::string title;
    std::string place;
    std::string text;
    std::string address;  ///< where it is seen online, or the thread
    std::string starts;   ///< 20261122T093000Z
    std::string ends;
    std::string changed;
    std::int64_t sequence = 0;  ///< grows with each change
    bool cancelled = false;
};
std::string calendar(calendar_entry const& entry);

}  // namespace plaza::domain::gatherings
