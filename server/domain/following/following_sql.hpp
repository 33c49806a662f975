// SPDX-License-Identifier: EUPL-1.2
// All SQL on whom and what people follow; the feed reads it too.
#pragma once
#include "persistence/query.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace plaza::domain::following::sql {

using persistence::command;
using persistence::query;
using text = std::string;
using id = std::int64_t;

struct list_row {
    text items;
    bool more;
    std::optional<id> last_at;
    std::optional<id> last_id;
};
struct shown_row {
    id person;
    id group;
    text data;
};

extern query<bool(id, id)> const knows_person;  ///< viewer, person
extern query<id(id, text)> const known_tag;     ///< viewer, name

/// Follower, followed, most: true when it is followed now.
extern query<bool(id, id, int)> const follow_person;
extern query<bool(id, id, int)> const follow_tag;
extern query<bool(id, id, int)> const follow_thread;
extern command<id, id> const unfollow_person;
extern command<id, id> const unfollow_tag;
extern command<id, id> const unfollow_thread;
extern query<bool(id, id)> const follows_person;
extern query<bool(id, id)> const follows_tag;
extern query<bool(id, id)> const follows_thread;
extern command<id> const lock;  ///< person: one of theirs at a time

/// Viewer, before (time, id), limit.
extern query<list_row(id, std::optional<id>, std::optional<id>, int)> const people;
extern query<list_row(id, std::optional<id>, std::optional<id>, int)> const tags;
extern query<list_row(id, std::optional<id>, std::optional<id>, int)> const threads;

extern query<bool(id)> const has_readers;                  ///< thread: somebody follows its author or a tag of it
extern query<shown_row(id, id, int)> const readers_after;  ///< thread, person, most; data is empty for who gets none

}  // namespace plaza::domain::following::sql
