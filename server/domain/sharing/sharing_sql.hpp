// SPDX-License-Identifier: EUPL-1.2
// All SQL on threads that show others.
#pragma once
#include "persistence/query.hpp"

#include <cstdint>
#include <string>

namespace plaza::domain::sharing::sql {

using persistence::command;
using persistence::query;
using text = std::string;
using id = std::int64_t;

extern command<id, id> const insert;         ///< thread, what it shows
extern query<bool(id)> const shows;          ///< whether a thread shows another
extern query<text(id, id, int)> const card;  ///< viewer, thread, characters: no row for who may not read what it shows

}  // namespace plaza::domain::sharing::sql
