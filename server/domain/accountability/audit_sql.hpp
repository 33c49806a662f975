// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include "persistence/query.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace plaza::domain::audit::sql {

using persistence::query;
using id = std::int64_t;

struct list_row {
    std::string items;
    bool more;
    std::optional<id> last_seq;
};

extern query<id(std::optional<id>, std::string, std::string, id, std::string)> const append;
extern query<std::optional<id>()> const verify;
/// Reader, beginning of an action or empty, actor, object, before, limit. What concerns groups that the reader may not
/// know of is left out.
extern query<list_row(id, std::string, std::optional<id>, std::optional<id>, std::optional<id>, int)> const list;

}  // namespace plaza::domain::audit::sql
