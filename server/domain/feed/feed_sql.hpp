// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include "persistence/query.hpp"

namespace plaza::domain::feed::sql {

using persistence::query;
using id = std::int64_t;

struct list_row {
    std::string items;
    bool more;
    std::optional<id> last_at;
    std::optional<id> last_id;
};

/// Viewer, before (time, id), limit.
extern query<list_row(id, std::optional<id>, std::optional<id>, int)> const recent;
/// Viewer, days, limit.
extern query<std::string(id, int, int)> const answerable;

}  // namespace plaza::domain::feed::sql
