// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include "persistence/query.hpp"

namespace plaza::domain::administrations::sql {

using persistence::query;
using id = std::int64_t;
using text = std::string;

struct list_row {
    text items;
    bool more;
    std::optional<id> last_id;
};

/// Words, province or '', band or '', id of the last of the page before, limit.
extern query<list_row(text, text, text, std::optional<id>, int)> const list;

}  // namespace plaza::domain::administrations::sql
