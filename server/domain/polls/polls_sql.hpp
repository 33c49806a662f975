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
    id version;
    std::optional<id> closes_at;
};
struct option_row {
    std::string text;
};

extern query<bool(id, int)> const ahead;                   ///< moment, days: later than now, and within them
extern command<id, bool, std::optional<id>> const insert;  ///< thread, multiple, end
extern command<id, int, text> const insert_option;         ///< thread, place, text
extern query<poll_row(id)> const find;                     ///< thread
extern query<option_row(id)> const options;                ///< thread: in their order
extern query<bool(id)> const anybody_voted;                ///< thread
extern query<text(id, id)> const other_end;                ///< thread, end: how it was and will be, as JSON
extern command<id, std::optional<id>> const change;        ///< thread, end
extern command<id> const close;                            ///< thread
extern command<id, id> const take_back;                    ///< thread, person
extern command<id, int, id> const vote;                    ///< thread, place, person
extern command<id, int> const tell_soon;                   ///< thread, seconds
/// Viewer, thread, whether it is closed, whether they may vote, how many have to have voted, whether they may change it.
extern query<text(id, id, bool, bool, int, bool)> const read;

}  // namespace plaza::domain::polls::sql
