// SPDX-License-Identifier: EUPL-1.2
// Threads and their numbered posts. `access_thread` is the one door: whoever holds a `visible_thread` has passed the
// visibility rule.
#pragma once
#include "base/actor.hpp"
#include "base/result.hpp"
#include "domain/groups/groups.hpp"
#include "persistence/connection.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace plaza::domain::threads {

/// Longest title in characters, longest text in bytes, most tags of a thread.
inline constexpr std::size_t longest_title = 200;
inline constexpr std::size_t longest_body = 65536;
/// Text and HTML on one page of posts, which may hold fewer of them for that: answers are kept while the reader takes them.
inline constexpr std::int64_t posts_page_bytes = 1024 * 1024;
inline constexpr std::size_t most_tags = 5;
inline constexpr std::size_t longest_tag = 50;

/// A thread that the actor may deal with as needed. Only `access_thread` makes one.
class visible_thread {
public:
    std::int64_t id() const { return id_; }
    std::int64_t group() const { return group_; }
    std::string const& slug() const { return slug_; }
    std::string const& kind() const { return kind_; }
    std::int64_t author() const { return author_; }
    int next_number() const { return next_number_; }
    /// Takes no more posts but of moderators and owners.
    bool closed() const { return closed_; }
    /// Role of the actor in the group; nothing for a reader who is no member.
    std::optional<std::string> const& role() const { return role_; }

private:
    friend base::result<visible_thread> access_thread(persistence::connection&, base::actor const&, std::int64_t,
                                                      groups::need);
    std::int64_t id_ = 0;
    std::int64_t group_ = 0;
    std::string slug_;
    std::string kind_;
    std::int64_t author_ = 0;
    int next_number_ = 0;
    std::optional<std::string> role_;
    bool closed_ = false;
};

/// Whether who holds the thread moderates or owns its group.
bool moderates(visible_thread const& thread);

/// 404 for what the actor may not know of, 403 for what they may not change. With `need::write` the thread is locked
/// until the transaction ends: numbers, acceptance and counts are exact under races.
base::result<visible_thread> access_thread(persistence::connection& db, base::actor const& actor, std::int64_t id,
                                           groups::need needed);

/// For jobs that tell of a thread: until they commit, it stays in its group and nobody is removed from that. Who is removed,
/// or moves it, waits, and who lost sight of it is told nothing after. False where the thread is gone.
bool hold(persistence::connection& db, std::int64_t thread);

/// A post within a thread that was opened for writing, or read.
struct visible_post {
    visible_thread thread;
    std::int64_t id;
    int number;
    std::string role;
    std::int64_t author;
    std::string body;
};

/// 404 also for a deleted post.
base::result<visible_post> access_post(persistence::connection& db, base::actor const& actor, std::int64_t id,
                                       groups::need needed);

/// Letters, digits and + # . - after a first letter or digit, in lower case.
bool valid_tag(std::string_view name);

struct new_thread {
    std::string kind;
    std::string title;
    std::string body;
    std::vector<std::string> tags;
    std::optional<std::int64_t> appointment = {};  ///< as which they write; their main post where none is given
    std::string copied = {};  ///< what of the body stood elsewhere: who is named there was told then
};

/// Writes thread and root post, tells the group, and returns the thread's id. The text was checked; 422 when its
/// rendered form is too large, `appointment` `not_yours` for one that the actor does not hold now.
base::result<std::int64_t> start(persistence::connection& db, base::actor const& actor,
                                 groups::visible_group const& group, new_thread wanted);

/// Makes these the tags of a thread; those that nobody used yet are made.
void set_tags(persistence::connection& db, std::int64_t thread, std::vector<std::string> const& tags);

struct new_post {
    std::string role;  ///< answer, reply, comment
    std::string body;
    std::optional<int> parent;
    std::optional<std::int64_t> appointment = {};  ///< as which they write; their main post where none is given
    std::optional<std::string> weight = {};  ///< of an answer: `fields.hpp`; a personal view where nothing is said
};

struct written_post {
    std::int64_t id;
    int number;
};

/// 403 `thread_closed` for who does not moderate; 422 `role` `not_in_this_kind` for an answer outside a question, `parent` `required` or `unknown` for a comment,
/// `weight` `not_in_this_role`, `appointment` `not_yours`.
base::result<written_post> write(persistence::connection& db, base::actor const& actor, visible_thread const& thread,
                                 new_post wanted);

/// Leaves an empty number, takes back an acceptance, drops the revisions. 403 `not_the_author`.
base::result<void> bury(persistence::connection& db, base::actor const& actor, visible_post const& post);

/// Moves the watermark of what the actor has read; never back, never beyond the last post.
void mark_read(persistence::connection& db, base::actor const& actor, visible_thread const& thread, int number);

}  // namespace plaza::domain::threads
