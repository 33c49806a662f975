// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include "persistence/query.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace plaza::domain::drafts::sql {

using persistence::command;
using persistence::query;
using id = std::int64_t;
using text = std::string;

struct time_row {
    bool too_soon;
    bool too_late;
};

struct before_row {
    id version;
    bool ended;
    bool sent_once;  ///< it was scheduled when it was new, and nobody has touched it since
};

struct standing_publication {
    text slug;     ///< of its group, now
    text way;      ///< last part of the path
    text request;  ///< JSON
    id version;    ///< of the draft that it says
};

struct due_row {
    id person;
    text place;
};

struct refused_row {
    id person;
    text title;
    text why;
};

extern command<> const savepoint;
extern command<> const back_to_savepoint;
extern query<time_row(id, text, id, int, int)> const time;  ///< person, place, moment, seconds ahead, days ahead
extern command<id> const hold_group;                        ///< group
extern command<id, text> const hold_its_group;              ///< person, place
extern query<text(id)> const slug;                          ///< group
extern query<before_row(id, text)> const before;            ///< person, place: the draft there, also one that ended
extern command<id, text, id, id, text, text, id, bool, id> const
    schedule;  ///< person, place, moment, group, way, request, version, whether it was new, session
extern query<standing_publication(id, text, bool)> const standing_at;  ///< person, place, whether only when it is due
extern command<id, text, id> const published;                          ///< person, place, version that was confirmed
extern command<id, text> const unschedule;                             ///< person, place
extern command<id, text> const touch;                                  ///< person, place
extern command<id, text, text> const refuse;                           ///< person, place, why
extern query<bool(id)> const session_stands;                           ///< session
extern command<id, id> const session_ended;                            ///< person, session
extern command<id, id> const sessions_ended;                           ///< person, session that goes on or 0
extern query<due_row(int)> const due;                                  ///< how many
extern query<refused_row()> const to_tell;                             ///< who can be told now; they count as told

}  // namespace plaza::domain::drafts::sql
