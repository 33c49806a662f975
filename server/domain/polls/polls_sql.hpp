// SPDX-License-Identifier: EUPL-1.2
// All SQL on polls.
#pragma once
#include "persistence/query.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace plaza::domain::polls::sql {

using persistence::command;
using persistence::query;
using text = std::string;
using id = std::int64_t;

struct poll_row {
    bool multiple;
    bool over;
    int options;
};

extern query<bool(id, int)> const ahead;                   ///< moment, days: later than now, and within them
extern command<id, bool, std::optional<id>> const insert;  ///< thread, multiple, end
extern command<id, int, text> const insert_option;         ///< thread, place, text
extern query<poll_row(id)> const find;                     ///< thread
extern command<id, id> const take_back;                    ///< thread, person
extern command<id, int, id> const vote;                    ///< thread, place, person
extern command<id, int> const tell_soon;                   ///< thread, seconds
extern query<text(id, id, bool, bool, int)> const
    read;  ///< viewer, thread, whether it is closed, whether they may vote

}  // namespace plaza::domain::polls::sql
