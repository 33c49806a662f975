// SPDX-License-Identifier: EUPL-1.2
#include "domain/mentions/mentions_http.hpp"

#include "domain/groups/groups.hpp"
#include "domain/mentions/mentions.hpp"
#include "domain/mentions/mentions_sql.hpp"

namespace plaza::domain::mentions::http {

answer suggest(call& c) {
    if (auto p = only_parameters(c, {"q"})) return *p;
    auto words = words_parameter(c);
    if (!words) return words.error();
    auto const group = groups::access_group(c.db, c.actor, c.request.captures[0], groups::need::read);
    if (!group) return group.error();
    // Whoever could not read it is not offered; and a guest knows of nobody but the group.
    bool const everybody = group->kind() == "open" && group->role() != "guest";
    return ok("{\"people\":" + c.db.one(everybody ? sql::anybody : sql::members, group->id(), *words, offered) + "}");
}

}  // namespace plaza::domain::mentions::http
