// SPDX-License-Identifier: EUPL-1.2
// Keeping threads in order: closing them and opening them again, moving them to another group, merging and splitting them. Each act is written to the audit, shown as a line in the
// thread, and told once to its author and to whoever follows it.
#pragma once
#include "base/actor.hpp"
#include "base/result.hpp"
#include "domain/threads/threads.hpp"
#include "persistence/connection.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace plaza::domain::order {

/// Longest reason, in characters: a line in the thread.
inline constexpr std::size_t longest_reason = 300;

// Closing and locking are one thing here: no more posts but of moderators and owners, and a reason that says which it is.
// What stands is still read, marked, accepted and put right.

/// Closes a thread that was opened for writing; nothing happens where it is closed. For moderators and owners, and its
/// author: 403 `not_the_author_nor_moderator`.
base::result<void> close(persistence::connection& db, base::actor const& actor, threads::visible_thread const& thread,
                         std::string const& reason);

/// Takes it back; nothing happens where it is open. 403 `not_the_author_nor_moderator`, and `closed_by_moderator` for an
/// author whose thread somebody else closed.
base::result<void> reopen(persistence::connection& db, base::actor const& actor, threads::visible_thread const& thread);

/// How many questions may lead on from one to the next, each the same as another.
inline constexpr int longest_line = 50;

/// Closes a question because it is the same as another one, to which it leads; of one that is closed it only says so. For
/// moderators and owners, and who asked; opening it again takes it back. The thread was opened for writing, when nobody else could say so of another. 403
/// `not_the_author_nor_moderator`, `closed_by_moderator` where somebody else said of which; 422 `thread` `not_in_this_kind`, `of`
/// `unknown_thread`, `not_a_question`, `itself` where the other leads here, `not_for_all_readers` where somebody who reads
/// this one may not read the other.
base::result<void> mark_duplicate(persistence::connection& db, base::actor const& actor,
                                  threads::visible_thread const& thread, std::int64_t of, std::string const& reason);

// What others wrote is shown to nobody for whom it was not written: threads go only where everybody who reads may read them
// now. So an open group takes threads of open ones, and a closed group those of open ones and of groups with the same people.

/// Moves a thread that was opened for writing to the group of this name; a pin of it ends. Who may not read there loses it
/// everywhere at once. 403 `not_a_moderator` for who does not moderate the thread; what opening the other group for
/// writing and `may_start` answer; 422 `group` `unknown` or `same`, 409 `wider_audience`.
base::result<void> move(persistence::connection& db, base::actor const& actor, threads::visible_thread const& thread,
                        std::string const& group, std::string const& reason);

/// Posts that one split names, besides what hangs from them: as many as somebody chooses by hand.
inline constexpr std::size_t most_split = 100;

/// Puts all posts of one thread behind those of another; both were opened for writing, the one with the lower id first.
/// The first is gone: its links, and those of its posts, lead on. Its accepted answer holds where the other has none. For
/// who moderates both: 403 `not_a_moderator`; 422 `into` `same`, `not_in_this_kind` for what holds more than posts; 409
/// `wider_audience`.
base::result<void> merge(persistence::connection& db, base::actor const& actor, threads::visible_thread const& gone,
                         threads::visible_thread const& kept, std::string const& reason);

struct split_off {
    std::vector<std::int64_t> numbers;
    std::string kind;  ///< question or update
    std::string title;
    std::string reason;
};

/// Makes a new thread in the same group of posts of this one and what hangs from them, and gives its id. Their links lead
/// there. 403 `not_a_moderator`; 422 `numbers` `required`, `root` for the first post, `unknown` for what is not there.
base::result<std::int64_t> split(persistence::connection& db, base::actor const& actor,
                                 threads::visible_thread const& thread, split_off wanted);

}  // namespace plaza::domain::order
