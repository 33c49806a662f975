// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include "persistence/query.hpp"

namespace plaza::domain::idempotency::sql {

using persistence::command;
using persistence::query;
using id = std::int64_t;
using text = std::string;

struct stored_row {
    bool matches;
    bool open;  ///< what it speaks of may still be seen
    int status;
    text location;
    text body;
};

extern query<bool(id, text)> const lock;                    ///< person, key: false while another runs
extern query<stored_row(id, text, text, text)> const find;  ///< person, key, route, digest of the body
extern command<id, text, text, text, int, text, text, std::optional<id>, std::optional<id>> const store;
extern command<id> const forget_post;
extern command<> const prune;

}  // namespace plaza::domain::idempotency::sql
