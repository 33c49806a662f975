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
struct calendar_row {
    text title;
    text place;
    text link;
    text starts;
    text ends;
    text changed;
};

extern query<bool(id, int)> const ahead;  ///< moment, days: later than now, and within them
/// Thread, start, end, place, link, places.
extern command<id, id, id, text, text, std::optional<int>> const insert;
extern query<bool(id)> const over;                  ///< thread
extern command<id, id> const sign_up;               ///< thread, person
extern command<id, id> const sign_off;              ///< thread, person
extern query<person_row(id)> const come_up;         ///< thread: who has a place now and had none
extern query<text(id, id, bool, bool)> const read;  ///< viewer, thread, whether it is closed, whether they may sign up
/// Thread, before (time, person), limit.
extern query<list_row(id, std::optional<id>, std::optional<id>, int)> const people;
extern query<calendar_row(id)> const calendar;  ///< thread

}  // namespace plaza::domain::gatherings::sql
