// SPDX-License-Identifier: EUPL-1.2
// SQL of the console of people.
#pragma once
#include "persistence/query.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace plaza::domain::console::sql {

using persistence::command;
using persistence::query;
using text = std::string;
using id = std::int64_t;

struct list_row {
    text items;
    bool more;
    std::optional<id> last_id;
};
struct standing_row {
    text status;
    std::optional<text> role;
};

/// Words, status or empty, office or empty, after, limit.
extern query<list_row(text, text, text, std::optional<id>, int)> const list;
extern query<text(id)> const shape;
extern query<standing_row(id)> const standing;  ///< locked until the transaction ends
extern query<bool()> const lock_administrators;
extern query<bool(id)> const last_administrator;
extern command<id, text, id> const suspend;  ///< person, reason, by whom
extern command<id> const lift;
extern command<id, text> const set_status;
extern command<id, std::optional<text>> const set_role;
extern command<id> const end_sessions;
extern command<id> const note_reset;  ///< that the second step was taken away

}  // namespace plaza::domain::console::sql
