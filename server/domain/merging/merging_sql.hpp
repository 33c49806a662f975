// SPDX-License-Identifier: EUPL-1.2
// All SQL on merging accounts.
#pragma once
#include "persistence/query.hpp"

namespace plaza::domain::merging::sql {

using persistence::command;
using persistence::query;
using id = std::int64_t;
using text = std::string;

struct standing_row {
    id person;
    text status;
    bool office;
    bool guest;
    text name;
    text email;
    text language;
};

extern query<standing_row(id, id)> const standing;  ///< of both, locked until the transaction ends
extern query<text(id, id, id)> const preview;       ///< actor, who goes, who is kept: JSON
extern query<bool(id, id)> const merge;             ///< kept, gone

}  // namespace plaza::domain::merging::sql
