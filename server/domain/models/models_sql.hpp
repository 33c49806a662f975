// SPDX-License-Identifier: EUPL-1.2
// All SQL on model documents.
#pragma once
#include "persistence/query.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace plaza::domain::models::sql {

using persistence::command;
using persistence::query;
using text = std::string;
using maybe_text = std::optional<std::string>;
using id = std::int64_t;
using maybe_id = std::optional<std::int64_t>;

struct stands_row {
    int version;
    text state;
    maybe_id source;
    bool source_shown;
};
struct list_row {
    text items;
    bool more;
    maybe_id last_times, last_at, last_id;
};
struct adoptions_row {
    text items;
    bool more;
    maybe_id last_at, last_id;
};

extern query<bool(id)> const known;                                       ///< administration
extern command<id, text, id, text, maybe_text, maybe_id> const insert;    ///< thread and facts
extern command<id, text, id, text, maybe_text, maybe_id> const write;     ///< thread and facts
extern query<bool(id, text, id, text, maybe_text, maybe_id)> const same;  ///< thread and facts
extern query<stands_row(id, id)> const stands;                            ///< thread, viewer of what it came from
extern query<bool(id, id)> const leads_back;                              ///< thread, what it shall have come from
/// Thread, group, person: they wrote it, or nobody reads in the group who may not read it.
extern query<bool(id, id, id)> const may_carry;
extern query<text(id)> const state;  ///< thread
/// Thread, after which person, how many: who said that it was taken over, and who started from it.
extern query<id(id, id, int)> const rely;
extern query<text(id)> const first_text;             ///< thread that the actor may read
extern query<id(id)> const owner;                    ///< thread: whose document it is
extern query<bool(id, id)> const speaks_for;         ///< person, administration
extern query<bool(id, id, id)> const may_take_back;  ///< thread, administration, person
extern command<id, id, id> const adopt;              ///< thread, administration, person
extern command<id, id> const take_back;              ///< thread, administration
extern query<maybe_text(id, id, bool)> const read;   ///< viewer, thread, whether they may write
/// Thread, viewer, whether they may write, moment and administration of the last one, limit: in the order of time.
extern query<adoptions_row(id, id, bool, maybe_id, maybe_id, int)> const adoptions;
/// Viewer; type, state, administration, band, province, tag, group, words, each empty for any; the order; how often the last
/// one was adopted, its moment and id, limit.
extern query<list_row(id, text, text, maybe_id, text, text, text, maybe_id, text, text, maybe_id, maybe_id, maybe_id,
                      int)> const list;

}  // namespace plaza::domain::models::sql
