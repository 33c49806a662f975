// SPDX-License-Identifier: EUPL-1.2
// All SQL on notices.
#pragma once
#include "persistence/query.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace plaza::domain::notifications::sql {

using persistence::command;
using persistence::query;
using text = std::string;
using id = std::int64_t;

struct told_row {
    std::optional<id> group;
    text data;
};
struct class_row {
    text name;
    bool fixed;
};
struct person_row {
    id person;
};
struct post_row {
    text cause;
    id author;
};
struct read_row {
    std::optional<id> group;
    std::optional<id> thread;
    text data;
};
struct list_row {
    text items;
    bool more;
    int unread;
    std::optional<id> last_at;
    std::optional<id> last_id;
};

/// Person, cause, group, thread, actor, number of a post, facts, most posts: no row where nobody is told.
extern query<told_row(id, text, std::optional<id>, std::optional<id>, std::optional<id>, std::optional<int>, text,
                      int)> const tell;
/// Person, cause, group, thread.
extern query<bool(id, text, id, id)> const better_by_name;
extern query<list_row(id, std::optional<id>, std::optional<id>, int)> const list;  ///< viewer, before (time, id), limit
extern query<bool(id, id)> const visible;                                          ///< viewer, notice
/// Person, notice or thread: nobody renews what is about to be marked as read.
extern query<std::int64_t(id, id)> const hold, hold_of_thread;
extern query<read_row(id, id)> const mark_read;              ///< person, notice: the event of what changed
extern query<text(id, id)> const mark_all_read;              ///< person, moment: data of the event, if anything changed
extern query<read_row(id, id, int)> const mark_thread_read;  ///< person, thread, number
extern query<class_row()> const classes;                     ///< of causes; whether the application always shows them
extern query<bool(text)> const within_a_year;                ///< date
extern query<text(id)> const settings;                       ///< person
/// Person, classes shown, classes mailed, minutes, days, time zone, first day of mail or empty: keeps what differs from what holds for all.
extern query<bool(id, text, text, int, int, text, text, std::optional<text>)> const settle;
extern command<int> const prune;  ///< days

extern query<bool(id, int)> const anybody_wants;               ///< thread, number
extern query<bool(id)> const anybody_follows;                  ///< thread
extern query<person_row(id, int, id, int)> const who_follows;  ///< thread, number, after whom, most
extern query<post_row(id, int)> const post_to_tell;            ///< thread, number: locked; no row when it is deleted
extern query<person_row(id, int, id, int)> const who_wants;    ///< thread, number, after whom, most

}  // namespace plaza::domain::notifications::sql
