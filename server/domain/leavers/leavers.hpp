// SPDX-License-Identifier: EUPL-1.2
// Whether people still have the work address that they came in with. It is confirmed again every year, and when a letter
// to it was refused for good; posts of who does not answer end, and the account stays.
#pragma once
#include "base/actor.hpp"
#include "base/result.hpp"
#include "persistence/connection.hpp"

#include <chrono>
#include <cstdint>
#include <string>

namespace plaza::domain::leavers {

/// An address that was confirmed holds for so many months.
inline constexpr int months_between = 12;
/// From the first letter to the end of the posts: longer than holidays.
inline constexpr int grace_days = 45;
/// The reminder comes so many days before that end, and never later.
inline constexpr int reminder_days = 10;
/// A link asked for by hand is not mailed again before.
inline constexpr std::chrono::minutes pause_between_links{5};
/// People in one step of a round: letters to a network that began on one day go out over days.
inline constexpr int most_at_once = 500;

/// What the clock starts: asks those whose year is over, reminds, has jobs end the posts of who did not answer.
void walk(persistence::connection& db);

/// Ends the posts of one person who did not answer, each in a transaction of their own: nobody waits for a crowd.
void lapse(persistence::connection& db, std::string const& payload);

/// A letter was refused for good because of its recipient: begins a round where that is still the person's address, and
/// they hold a post. The person is told in the application.
void note_bounce(persistence::connection& db, std::int64_t mail);

/// Mails the link to who is being asked, or was and did not answer; to others nothing is mailed.
void mail_link(persistence::connection& db, base::actor const& actor);

/// Uses the link. 410 `link_ended` when it was used, is too old, another one was mailed, or the address is another one.
base::result<void> confirm(persistence::connection& db, std::string const& token);

/// Something else has shown that the address is theirs.
void seen(persistence::connection& db, std::int64_t person);

}  // namespace plaza::domain::leavers
