// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include "persistence/query.hpp"

namespace plaza::domain::feed::sql {

using persistence::command;
using persistence::query;
using id = std::int64_t;
using text = std::string;

struct list_row {
    std::string items;
    bool more;
    std::optional<id> last_at;
    std::optional<id> last_id;
};

/// Viewer; kind, state, group, tag, norm, article, each may be empty; towns like mine; before (time, id), limit.
extern query<list_row(id, text, text, text, text, text, text, bool, std::optional<id>, std::optional<id>, int)> const
    page;
/// Viewer; before (time, id), limit.
extern query<list_row(id, std::optional<id>, std::optional<id>, int)> const for_you;
extern query<text(id)> const away;
extern command<id> const put_away;

}  // namespace plaza::domain::feed::sql
