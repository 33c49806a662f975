// SPDX-License-Identifier: EUPL-1.2
// Following people, tags and threads. It is one's own affair: nobody is told, and nobody but the person sees it.
#pragma once
#include "base/actor.hpp"
#include "base/result.hpp"
#include "domain/threads/threads.hpp"
#include "persistence/connection.hpp"

#include <cstdint>
#include <string>

namespace plaza::domain::following {

/// How many of each kind one person follows at most: each of them is one walk more when the feed is read.
inline constexpr int most_people = 500;
inline constexpr int most_tags = 100;
inline constexpr int most_threads = 1000;

/// The person, if the actor may know of them; 404 otherwise.
base::result<std::int64_t> known_person(persistence::connection& db, base::actor const& actor, std::int64_t person);

/// The tag of this name, if the actor may know of it; 404 otherwise.
base::result<std::int64_t> known_tag(persistence::connection& db, base::actor const& actor, std::string const& name);

/// 409 `follow_yourself`, `too_many_followed`. Nothing happens when the actor follows it already.
base::result<void> follow_person(persistence::connection& db, base::actor const& actor, std::int64_t person);
/// 409 `too_many_followed`.
base::result<void> follow_tag(persistence::connection& db, base::actor const& actor, std::int64_t tag);
/// 409 `too_many_followed`.
base::result<void> follow_thread(persistence::connection& db, base::actor const& actor,
                                 threads::visible_thread const& thread);

/// Has a new thread shown to those who follow its author or one of its tags and are no members of its group, as far as
/// they may read it; members learn of it by the group. In the transaction that writes the thread.
void thread_started(persistence::connection& db, std::int64_t thread);

/// Shows it to some of them and leaves the others to the next job. Its payload names the thread and who was last.
void show_started(persistence::connection& db, std::string const& payload);

}  // namespace plaza::domain::following
