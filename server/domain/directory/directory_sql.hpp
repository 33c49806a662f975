// SPDX-License-Identifier: EUPL-1.2
// All SQL on the directory of people.
#pragma once
#include "persistence/query.hpp"

namespace plaza::domain::directory::sql {

using persistence::query;
using id = std::int64_t;
using text = std::string;

struct list_row {
    text items;
    bool more;
    std::optional<id> last_tier;
    std::optional<id> last_id;
};

/// Viewer, words, skill, province, band, administration, like me, after (tier, person), limit.
extern query<list_row(id, text, text, text, text, std::optional<id>, bool, std::optional<id>, std::optional<id>,
                      int)> const find;
extern query<text(text, int)> const suggest;  ///< words, limit of each kind
extern query<bool(id)> const is_guest;
extern query<bool(id)> const has_band;  ///< person: whether the main post is in an administration with a band

}  // namespace plaza::domain::directory::sql
