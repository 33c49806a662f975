// SPDX-License-Identifier: EUPL-1.2
// All SQL on what was applied.
#pragma once
#include "persistence/query.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace plaza::domain::applied::sql {

using persistence::command;
using persistence::query;
using text = std::string;
using id = std::int64_t;
using maybe_id = std::optional<std::int64_t>;

struct stands_row {
    id person;
    maybe_id file;
};
struct list_row {
    text items;
    bool more;
    maybe_id last_at, last_id;
};

extern query<stands_row(id, id)> const stands;            ///< post, administration
extern command<id, id, id, text, maybe_id> const insert;  ///< post, administration, person, result, file
extern command<id, id, text, maybe_id> const write;  ///< post, administration, result, file: nothing where that stands
extern command<id, id> const remove;                 ///< post, administration
extern command<id, id, id> const hang;               ///< post, file, whose it is: nothing where it hangs elsewhere
extern command<id> const drop_file;                  ///< file, unless a text shows it
extern query<text(id)> const data;                   ///< post: what the event tells
/// Post, viewer, moment and administration of the last one, limit: in the order of time.
extern query<list_row(id, id, maybe_id, maybe_id, int)> const list;

}  // namespace plaza::domain::applied::sql
