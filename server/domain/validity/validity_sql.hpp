// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include "persistence/query.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace plaza::domain::validity::sql {

using persistence::command;
using persistence::query;
using id = std::int64_t;
using maybe_id = std::optional<std::int64_t>;
using text = std::string;

struct details_row {
    text checks;  ///< JSON arrays
    text changes;
    text supersedes;
    text superseded_by;  ///< JSON, or null
    std::optional<text> asked_by;
    text review;  ///< JSON, or null
    text made_of;
    text articles;
};
struct list_row {
    text items;
    bool more;
    maybe_id last_at, last_id;
};

/// Viewer, thread, checks at most: what its page shows besides, of it what the viewer may read.
extern query<details_row(id, id, int)> const details;
/// Viewer, group, since and id of the last one, limit: threads that wait to be looked at again, those that wait longest first.
extern query<list_row(id, maybe_id, maybe_id, maybe_id, int)> const to_review;

extern command<id, id, bool, text> const add_check;  ///< thread, person, holds, reason
extern command<id, id, bool> const settle;           ///< thread, person, holds
extern query<bool(id, id)> const ask;                ///< thread, person: false when somebody had asked
extern query<id(id)> const wrote;                    ///< thread: its author and who wrote the accepted answer

/// Thread, the one in its place, how far to look: whether all who read the first may read the other, and whether the way
/// leads back to the first.
struct place_row {
    bool for_all;
    bool leads_back;
};
extern command<> const hold_places;  ///< until the transaction ends nobody else says what took the place of what
extern query<place_row(id, id, int)> const place;
extern command<id, id> const supersede;  ///< thread, by
extern command<id> const reinstate;

extern query<id(text, text, text, id, text)> const add_change;  ///< norm, day, sentence, by whom, articles as JSON
extern query<id(text, id)> const touched_change;                ///< norm, change: locked for taking it back
extern query<id(id)> const hold_change;  ///< change: nobody takes it back until the transaction ends
extern command<id> const take_back;      ///< change: it goes once its threads ask no more
extern command<id> const remove_change;
extern query<id(id, id, int)> const threads_of_change;  ///< change, after thread, limit
extern command<id, id> const
    mark_by_another;  ///< change that goes, thread: it asks for the newest other one it was not checked since
/// Change, after thread, limit: threads that cite its norm and were written and checked before it.
extern query<id(id, id, int)> const cite_changed;
extern query<bool(id, id)> const belongs;       ///< thread, person: a member of its group, no guest
extern query<bool(text)> const ahead;           ///< a day to come, today among them, and no further off than a century
extern command<id, text, id> const set_review;  ///< thread, day, person
extern command<id> const drop_review;
extern query<id(int)> const due;  ///< so many whose day came, nobody was told, and somebody can be
extern query<id(id)> const
    take_due;  ///< thread: whose it is now to look at it; nothing where somebody was told meanwhile
extern query<bool(id, id)> const mark;  ///< thread, change: false when a later one is on it, or it was checked since

}  // namespace plaza::domain::validity::sql
