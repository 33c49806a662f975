// SPDX-License-Identifier: EUPL-1.2
// Questions are never left alone: they are asked of people who may know, then of the hosts of the group, then of those of the
// network. Who is asked of what is decided in decision.hpp.
#pragma once
#include "base/actor.hpp"
#include "base/result.hpp"
#include "domain/threads/threads.hpp"
#include "persistence/connection.hpp"

#include <cstdint>
#include <string>

namespace plaza::domain::routing {

/// Has a question that was just written looked after: a job asks people. Nothing happens for other threads and in groups of practice.
void begin(persistence::connection& db, std::int64_t thread);

/// Job: asks people, as many as are free places, and tells each why, in one transaction.
void ask(persistence::connection& db, std::string const& payload);

/// Job of the clock: asks the hosts of a question that nobody answered in time, and then those of the network.
void walk(persistence::connection& db);

/// Somebody who was asked says that they pass this one on, or that they decline to be asked about its tags (of a question without tags: in
/// its group) at all; somebody else is asked in their place. Saying it again changes nothing; to decline after passing does. 404 for who was not asked.
base::result<void> say(persistence::connection& db, base::actor const& actor, threads::visible_thread const& thread,
                       std::string const& said);

/// How many questions a week the actor is asked at most, from 0 to `most_weekly`.
void set_weekly(persistence::connection& db, base::actor const& actor, int weekly);

/// Takes back that the actor does not want to be asked about something. 404.
base::result<void> ask_again(persistence::connection& db, base::actor const& actor, std::int64_t declined);

}  // namespace plaza::domain::routing
