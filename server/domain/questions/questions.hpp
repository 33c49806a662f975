// SPDX-License-Identifier: EUPL-1.2
// What makes a thread a question that gets solved: acceptance and useful marks.
#pragma once
#include "base/actor.hpp"
#include "base/result.hpp"
#include "domain/threads/threads.hpp"
#include "persistence/connection.hpp"

#include <cstdint>
#include <optional>

namespace plaza::domain::questions {

/// The asker, or a moderator or owner of the group, says which answer solved it, in place of any other. The thread was opened for writing, so that of two
/// at once one comes after the other. 403 `not_the_asker`, 422 `number` `not_an_answer`.
base::result<void> accept(persistence::connection& db, base::actor const& actor, threads::visible_thread const& thread,
                          int number);

/// Takes it back; nothing happens when nothing was accepted.
base::result<void> withdraw(persistence::connection& db, base::actor const& actor,
                            threads::visible_thread const& thread);

/// Takes the acceptance back when this post had it.
void forget_acceptance(persistence::connection& db, threads::visible_thread const& thread, int number);

/// Says that the actor's administration has the problem of a question too, by the post they hold now: the one named, else their main one. They
/// follow it from then on, unless they follow as many as they may. Repeating changes nothing. 403 `own_question`, `no_administration` for who holds no post in
/// one, or works for it from outside; 422 `thread` `not_in_this_kind`, `appointment` `not_yours`. The thread was opened for writing.
base::result<void> say_same(persistence::connection& db, base::actor const& actor,
                            threads::visible_thread const& thread, std::optional<std::int64_t> appointment);
/// Takes it back, and with it the following that it began.
void take_back_same(persistence::connection& db, base::actor const& actor, threads::visible_thread const& thread);

/// Marks somebody else's post as useful, or takes the mark back; repeating changes nothing. 403 `own_post`.
base::result<void> mark_useful(persistence::connection& db, base::actor const& actor, threads::visible_post const& post,
                               bool useful);

}  // namespace plaza::domain::questions
