// SPDX-License-Identifier: EUPL-1.2
// Polls: a thread with options to choose from. Nobody is shown who chose what; how many did, to who has voted once
// some have, and to everybody once it is over.
#pragma once
#include "base/actor.hpp"
#include "base/result.hpp"
#include "domain/groups/groups.hpp"
#include "domain/threads/threads.hpp"
#include "persistence/connection.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace plaza::domain::polls {

/// Fewer leave nothing to choose, more are read by nobody.
inline constexpr std::size_t fewest_options = 2;
inline constexpr std::size_t most_options = 10;
/// Longest option, in characters.
inline constexpr std::size_t longest_option = 200;
/// Days within which a poll ends, if it says when.
inline constexpr int longest_days = 366;

/// So many have voted before a poll that goes on shows its numbers: of fewer they tell who chose what.
inline constexpr int fewest_shown = 5;
/// Seconds after a vote within which the others hear that there are new ones, once for all of them.
inline constexpr int told_within = 2;

struct new_poll {
    threads::new_thread thread;
    std::vector<std::string> options;
    bool multiple = false;                  ///< several may be chosen
    std::optional<std::int64_t> closes_at;  ///< in microseconds since 1970; for ever where it says nothing
};

/// 422 `options` `too_few` or `repeated_option`, `closes_at` `not_ahead`.
base::result<std::int64_t> start(persistence::connection& db, base::actor const& actor,
                                 groups::visible_group const& group, new_poll wanted);

/// What the actor chooses, in place of what they chose before; nothing takes the vote back. The thread was opened for
/// writing. 404 for other threads, 409 `poll_closed`, 422 `options` `unknown_option` or `too_many_chosen`.
base::result<void> vote(persistence::connection& db, base::actor const& actor, threads::visible_thread const& thread,
                        std::vector<std::int64_t> places);

// Its author and who moderates change one until it is over: 403 `not_the_author_nor_moderator`, 409 `poll_closed`. Whoever
// voted knew what there was to choose from and until when at least. Each is a line in the thread, which was opened for writing.

/// Options as they stand with those that are added behind them, and an end. 422 `options` `only_added`, `repeated_option`,
/// `closes_at` `only_later`, `not_ahead`; 409 `poll_has_votes` for an option after the first vote, `conflict` when something
/// else stands than in that version.
base::result<void> change(persistence::connection& db, base::actor const& actor, threads::visible_thread const& thread,
                          std::vector<std::string> const& options, std::optional<std::int64_t> closes_at,
                          std::int64_t version);

/// Ends it now; nothing happens where it is over.
base::result<void> close(persistence::connection& db, base::actor const& actor, threads::visible_thread const& thread);

/// Tells who looks at it that there are new votes.
void tell_votes(persistence::connection& db, std::string const& payload);

}  // namespace plaza::domain::polls
