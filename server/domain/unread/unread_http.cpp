// SPDX-License-Identifier: EUPL-1.2
#include "domain/unread/unread_http.hpp"

#include "base/strict_json.hpp"
#include "domain/unread/unread.hpp"
#include "domain/unread/unread_sql.hpp"

namespace plaza::domain::unread::http {

answer list(call& c) {
    if (auto p = only_parameters(c, {})) return *p;
    return tagged(c, c.db.one(sql::list, c.actor.person, counted_days, most_told));
}

answer mark_group(call& c) {
    base::object_reader in(c.request.body);
    auto const up_to = moment_field(in, "up_to");
    auto const refused = in.problem();
    auto const group = groups::access_group(c.db, c.actor, c.request.captures[0], groups::need::read);
    if (!group) return group.error();
    if (refused) return *refused;
    mark_all(c.db, c.actor, &*group, *up_to);
    return no_content();
}

answer mark_feed(call& c) {
    base::object_reader in(c.request.body);
    auto const up_to = moment_field(in, "up_to");
    if (auto p = in.problem()) return *p;
    mark_all(c.db, c.actor, nullptr, *up_to);
    return no_content();
}

}  // namespace plaza::domain::unread::http
