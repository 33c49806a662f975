// SPDX-License-Identifier: EUPL-1.2
// All SQL on the confirmation of work addresses.
#pragma once
#include "persistence/query.hpp"

namespace plaza::domain::leavers::sql {

using persistence::command;
using persistence::query;
using id = std::int64_t;
using text = std::string;

struct reader_row {
    id person;
    text name;
    text email;
    text language;
    int days;  ///< until the posts end
};

struct due_row {
    id person;
    text name;
    text email;
    text language;
    int days;
    text ended;  ///< the day on which the posts have ended, or empty
};

struct ended_row {
    id post;
    id administration;
};

/// Months, days of grace, at most so many: begins a round for each.
extern query<reader_row(int, int, int)> const ask;
/// Days of grace, days of the reminder, at most so many: notes that they were reminded.
extern query<reader_row(int, int, int)> const remind;
/// Days of grace, days of the reminder: whose round has ended without an answer.
extern query<id(int, int)> const lapsing;
/// Days of grace, days of the reminder, person: asks that again and notes that it ended.
extern query<reader_row(int, int, id)> const lapse;
extern query<ended_row(id)> const end_posts;
extern query<bool(id)> const hold;  ///< person; who asks at the same time waits
extern query<id(id)> const bounce;  ///< letter; whose address it was, when a round begins by it
/// Person, days of grace, seconds since the last link, days of the reminder.
extern query<due_row(id, int, int, int)> const due;
extern query<id(text)> const use;  ///< token digest; whose it was, and it is gone
extern command<id> const confirm;

}  // namespace plaza::domain::leavers::sql
