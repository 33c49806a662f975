// SPDX-License-Identifier: EUPL-1.2
// Merging two accounts of one person: what the one wrote and belongs to becomes the other's. Which table goes where is
// written in schema/replaceable/38_merging.sql. A job does it, in steps that may each be begun again:
//   begun    nothing was done; who goes may still be signed in, and whatever they do comes along
//   moving   the account has ended, with its groups and all that is one's own, in one transaction; what names who wrote it
//            follows, some rows at a time, and at the end what others were writing meanwhile
//   done     or `refused`, where it was not allowed any more when its turn came
#pragma once
#include "base/actor.hpp"
#include "base/result.hpp"
#include "persistence/connection.hpp"

#include <cstdint>
#include <string>

namespace plaza::domain::merging {

/// Mergers that the console shows, and the days after which one that has ended is forgotten.
inline constexpr int mergers_shown = 20;
inline constexpr int merger_days_kept = 30;

/// What would be moved, as JSON: counts of what the actor may read, and never of anything else. As `start`.
base::result<std::string> preview(persistence::connection& db, base::actor const& actor, std::int64_t gone,
                                  std::int64_t kept);

/// Has the account `gone` merged into `kept` by a job, and gives the merger's id: the same one for the same two as long
/// as it goes on. Both addresses are told when it is done. Nobody does it with their own account, since groups come
/// along: 403 `own_account`. 404, 422 `into` `same_person`, 409 `not_an_account` unless `kept` is active and `gone` active
/// or imported, 409 `holds_office` when either has an office of the network, which would have to be given on purpose, 409
/// `guest_kept` when a guest would become more than that, 409 `merger_under_way` where either is in another merger.
base::result<std::int64_t> start(persistence::connection& db, base::actor const& actor, std::int64_t gone,
                                 std::int64_t kept, std::string const& reason);
/// The job: the next step, and itself again for the rest.
void go_on(persistence::connection& db, std::string const& payload);
/// Gives one up of which nothing was done yet. 404, 409 `merger_moving`.
base::result<void> give_up(persistence::connection& db, base::actor const& actor, std::int64_t id);
/// What the clock clears away; one whose job was lost goes on.
void forget_old(persistence::connection& db);

}  // namespace plaza::domain::merging
