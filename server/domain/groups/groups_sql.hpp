// SPDX-License-Identifier: EUPL-1.2
// All SQL on groups and memberships.
#pragma once
#include "persistence/query.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace plaza::domain::groups::sql {

struct access_row {
    std::int64_t id;
    std::string kind;
    std::optional<std::string> role;
    bool may_read;
    bool archived;
};
struct list_row {
    std::string items;
    bool more;
    std::optional<std::int64_t> last_id;
    std::optional<std::int64_t> last_at;
};

using persistence::command;
using persistence::query;
using text = std::string;
using id = std::int64_t;

extern query<access_row(id, text)> const find;         ///< viewer, slug
extern query<access_row(id, text)> const find_shared;  ///< the same, against changes of membership and kind
extern query<access_row(id, text)> const find_locked;  ///< the same, for changing membership or kind
extern query<id(id)> const created_lately;             ///< person: groups made in the last 24 hours
extern query<text(id, text)> const shape;              ///< viewer, slug
extern query<list_row(id, text, bool, std::optional<id>, int)> const list;
extern query<list_row(id, std::optional<id>, std::optional<id>, int)> const members;
extern query<id(text, text, text, text, id)> const insert;
extern command<id, id, text, text> const insert_membership;  ///< group, person, role, source
extern command<id, id> const insert_request;
extern command<id, id> const delete_request;
extern command<id, id> const delete_membership;
extern query<bool(id, id)> const other_owner;

}  // namespace plaza::domain::groups::sql
