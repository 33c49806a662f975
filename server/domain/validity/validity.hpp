// SPDX-License-Identifier: EUPL-1.2
// Whether what a thread says still holds: who checked it, what took its place, and the norms that changed under it.
#pragma once
#include "base/actor.hpp"
#include "base/result.hpp"
#include "domain/threads/threads.hpp"
#include "persistence/connection.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace plaza::domain::validity {

/// Characters of the reason why something holds or does not, and of the sentence that says what changed in a norm: a line or two.
inline constexpr std::size_t longest_reason = 500;
/// Articles that one change names.
inline constexpr std::size_t most_changed_articles = 50;
inline constexpr std::size_t longest_sentence = 300;
/// Checks shown of a thread, the last ones.
inline constexpr int checks_shown = 20;
/// How many threads may lead on from one to the next, each superseded by another: more are nobody's way.
inline constexpr int longest_line = 50;

/// A member says that what the thread says holds today, or not any more and why. Whatever asked for it is settled; of what does
/// not hold its author and who wrote the accepted answer are told. 422 `holds` `not_in_this_kind`, `reason` `required`.
/// The thread was opened for writing, here and below.
base::result<void> check(persistence::connection& db, base::actor const& actor, threads::visible_thread const& thread,
                         bool holds, std::string const& reason);

/// A member asks whether it still holds: it waits for who wrote it and who keeps the group, until somebody checks it. 422 `thread`
/// `not_in_this_kind`.
base::result<void> ask(persistence::connection& db, base::actor const& actor, threads::visible_thread const& thread);

/// Its author, or a host, moderator or owner, says which thread took its place. 403 `not_the_author`, 422 `by` `unknown_thread` for one
/// that the actor may not read, `itself` where the way would lead back, `not_for_all_readers` for one in another group
/// that is not open.
base::result<void> supersede(persistence::connection& db, base::actor const& actor,
                             threads::visible_thread const& thread, std::int64_t by);
/// Takes that back; nothing happens where nothing took its place. 403 `not_the_author`.
base::result<void> reinstate(persistence::connection& db, base::actor const& actor,
                             threads::visible_thread const& thread);

/// Says that a norm changed, on a day and in a sentence, and gives the id of that: its threads that are older ask to be
/// checked; where articles are named, those that cite one of them or the norm as a whole. A job goes through them. 404.
base::result<std::int64_t> norm_changed(persistence::connection& db, base::actor const& actor, std::string const& slug,
                                        std::string const& day, std::string const& sentence,
                                        std::vector<std::string> const& articles);
/// Takes back what was said by mistake: its threads ask no more, or for what another change wants of them. A job goes through
/// them. 404.
base::result<void> take_back_change(persistence::connection& db, base::actor const& actor, std::string const& slug,
                                    std::int64_t change);

/// Has some of the threads of a norm that changed ask to be checked, tells who wrote them, and goes on in another job.
void norm_changed_some(persistence::connection& db, std::string const& payload);

void change_taken_back_some(persistence::connection& db, std::string const& payload);

/// Says on which day a member looks at a thread again, the actor where nobody is named. Its authors, hosts, moderators and
/// owners. 403 `not_the_author`, 422 `owner` `not_a_member`, `thread` `not_in_this_kind`.
base::result<void> set_review(persistence::connection& db, base::actor const& actor,
                              threads::visible_thread const& thread, std::string const& day,
                              std::optional<std::int64_t> owner);
base::result<void> drop_review(persistence::connection& db, base::actor const& actor,
                               threads::visible_thread const& thread);

/// Tells those whose day came. Started by the clock.
void tell_due(persistence::connection& db);

}  // namespace plaza::domain::validity
