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

struct questions_row {
    text items;
    bool more;
    std::optional<id> last_at;
    std::optional<id> last_id;
};

/// Words, province, band, level, region (each may be empty), id of the last of the page before, limit.
extern query<list_row(text, text, text, text, text, std::optional<id>, int)> const list;
extern query<text(id, bool, id)> const one;  ///< viewer, whether they see its mail domains, administration
extern query<bool(id)> const known;
/// Viewer, administration, before (time, id), limit.
extern query<questions_row(id, id, std::optional<id>, std::optional<id>, int)> const questions;

}  // namespace plaza::domain::administrations::sql
