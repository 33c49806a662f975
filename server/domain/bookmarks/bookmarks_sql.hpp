// SPDX-License-Identifier: EUPL-1.2
// All SQL on bookmarks.
#pragma once
#include "persistence/query.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace plaza::domain::bookmarks::sql {

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

extern query<id(id)> const kept;      ///< person: how many of those that can be seen
extern command<id, id> const keep;    ///< person, thread
extern command<id, id> const let_go;  ///< person, thread
/// Person, before (time, thread), limit: only what may be read now.
extern query<list_row(id, std::optional<id>, std::optional<id>, int)> const list;

}  // namespace plaza::domain::bookmarks::sql
