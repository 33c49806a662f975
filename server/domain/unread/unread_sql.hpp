// SPDX-License-Identifier: EUPL-1.2
// All SQL on what was not read of many threads.
#pragma once
#include "persistence/query.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace plaza::domain::unread::sql {

using persistence::query;
using text = std::string;
using id = std::int64_t;

/// Person, group or all, moment, days: data of the event, if anything changed.
extern query<text(id, std::optional<id>, id, int)> const mark_all;
extern query<text(id, int, int)> const list;  ///< person, days, most of a group

}  // namespace plaza::domain::unread::sql
