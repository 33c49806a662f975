// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include "persistence/query.hpp"

namespace plaza::domain::waiting::sql {

using persistence::query;
using id = std::int64_t;
using maybe_id = std::optional<std::int64_t>;
using text = std::string;

struct queue_row {
    text items;
    bool more;
    maybe_id last_at;
    maybe_id last_id;
    std::optional<text> counts;  ///< JSON; of the first page alone
};

/// Viewer; group, tag, which may be none; towns like mine; the newest first; after (time, id), limit.
extern query<queue_row(id, maybe_id, text, bool, bool, maybe_id, maybe_id, int)> const page;

struct mine_row {
    text items;
    bool more;
    maybe_id last_1;
    maybe_id last_2;
    maybe_id last_3;
    std::optional<text> counts;
};

/// Viewer, days, order (`fit`, `oldest`, `newest`), towns like mine, after (three keys), limit.
extern query<mine_row(id, int, text, bool, maybe_id, maybe_id, maybe_id, int)> const mine;

/// Group, days: JSON.
extern query<text(id, int)> const health;

}  // namespace plaza::domain::waiting::sql
