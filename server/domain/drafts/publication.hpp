// SPDX-License-Identifier: EUPL-1.2
// Drafts that appear by themselves at a time. What appears is what their writer confirmed last, through the same handler
// that takes it from them, with what they may do at that moment.
#pragma once
#include "base/actor.hpp"
#include "base/result.hpp"
#include "domain/drafts/drafts.hpp"
#include "persistence/connection.hpp"

#include <cstdint>
#include <string>

namespace plaza::domain::drafts {

/// Nearer than that, publishing it at once is meant; and further away nobody remembers it.
inline constexpr int soonest_seconds = 60;
inline constexpr int latest_days = 366;
/// A text of 64 KiB as JSON, and the facts of its kind.
inline constexpr std::size_t most_request_bytes = most_bytes;

struct publication {
    std::int64_t at;      ///< microseconds since 1970
    std::int64_t group;   ///< its id: it may move
    std::string way;      ///< `threads`, `announcements`, `polls`, `events` or `models` of the group
    std::string request;  ///< the body of that POST
};

/// Until the end of the transaction, neither another device of theirs nor the clock touches their drafts.
void hold(persistence::connection& db, std::int64_t person);

/// 422 `too_soon`, `too_late`.
base::result<void> check_time(persistence::connection& db, base::actor const& actor, std::string const& place,
                              std::int64_t at);

/// Keeps the draft and when it appears, and returns its version. Refusals of `save`, and 409 `conflict` where one has ended.
/// A new one that is sent again takes the place of what was kept the first time. The rest was checked.
base::result<std::int64_t> schedule(persistence::connection& db, base::actor const& actor, draft wanted,
                                    publication const& when);

/// It is a draft like others again, with all that was typed. 404 where nothing is scheduled.
base::result<void> unschedule(persistence::connection& db, base::actor const& actor, std::string const& place);

/// It was not published: it stays as a draft that says why, and its writer is told as soon as they can be.
void refused(persistence::connection& db, std::int64_t person, std::string const& place, base::problem const& why);

/// Sessions ended for safety: what was scheduled from any but the one that goes on (0: none does) stays as a draft, and its
/// writer is told. Whoever had a session of theirs must not speak for them afterwards.
void session_ended(persistence::connection& db, std::int64_t person, std::int64_t session);  ///< that one alone
void sessions_ended(persistence::connection& db, std::int64_t person, std::int64_t going_on);

/// Starts a job `drafts.publish` for each that is due, and tells who could not be told before.
void start_due(persistence::connection& db);

}  // namespace plaza::domain::drafts
