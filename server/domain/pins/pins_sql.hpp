// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include "persistence/query.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace plaza::domain::pins::sql {

using persistence::command;
using persistence::query;
using id = std::int64_t;

extern query<bool(id)> const pinned;        ///< thread
extern command<id, id, id, int> const pin;  ///< group, thread, by whom, places: into the first free one
extern command<id> const unpin;
extern query<std::string(id, id)> const list;  ///< group, viewer: JSON array of threads

}  // namespace plaza::domain::pins::sql
