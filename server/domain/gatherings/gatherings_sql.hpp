// SPDX-License-Identifier: EUPL-1.2
// All SQL on events that people meet at.
#pragma once
#include "persistence/query.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace plaza::domain::gatherings::sql {

using persistence::command;
using persistence::query;
using text = std::string;
using id = std::int64_t;

struct person_row {
    id person;
};
struct list_row {
    text items;
    bool more;
    std::optional<id> last_at;
    std::optional<id> last_id;
};
struct standing_row {
    id version;
    bool over;
    bool cancelled;
    bool sign_up_over;
    int coming;
};
struct change_row {
    text said;   ///< what becomes other, as JSON
    bool none;   ///< nothing does
    bool moved;  ///< time or place does
};
struct calendar_row {
    text title;
    text body;
    text place;
    text link;
    text starts;
    text ends;
    text changed;
    id sequence;
    bool cancelled;
};

extern query<bool(id, int)> const ahead;  ///< moment, days: later than now, and within them
/// Thread, start, end, place, link, places, end of signing up.
using facts = command<id, id, id, text, text, std::optional<int>, std::optional<id>>;
extern facts const insert;
extern facts const change;
extern query<change_row(id, id, id, text, text, std::optional<int>, std::optional<id>)> const differs;
extern query<standing_row(id)> const stands;         ///< thread
extern command<id, text> const cancel;               ///< thread, reason
extern command<id> const restore;                    ///< thread
extern query<bool(id, id)> const signed_up;          ///< thread, person
extern command<id, id> const sign_up;                ///< thread, person
extern command<id, id> const sign_off;               ///< thread, person
extern query<person_row(id, int)> const come_up;     ///< thread, limit: who has a place now and had none
extern command<id> const places_freed;               ///< thread: a job tells who comes up
extern query<person_row(id, id, int)> const guests;  ///< thread, after person, limit: who signed up, but for its author
/// Viewer, thread, whether it is closed, whether they may sign up, whether they may change it.
extern query<text(id, id, bool, bool, bool)> const read;
/// Thread, before (time, person), limit.
extern query<list_row(id, std::optional<id>, std::optional<id>, int)> const people;
extern query<calendar_row(id)> const calendar;  ///< thread

}  // namespace plaza::domain::gatherings::sql
