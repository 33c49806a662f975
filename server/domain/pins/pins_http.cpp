// SPDX-License-Identifier: EUPL-1.2
#include "domain/pins/pins_http.hpp"

#include "domain/pins/pins.hpp"
#include "domain/pins/pins_sql.hpp"

namespace plaza::domain::pins::http {
namespace {

template <class Act>
answer to_thread(call& c, Act act) {
    if (auto p = no_fields(c)) return *p;
    auto const id = id_in(c.request.captures[0]);
    if (!id) return base::not_found();
    auto const thread = threads::access_thread(c.db, c.actor, *id, groups::need::write);
    if (!thread) return thread.error();
    auto const done = act(c.db, c.actor, *thread);
    if (!done) return done.error();
    return no_content();
}

}  // namespace

answer list(call& c) {
    if (auto p = only_parameters(c, {})) return *p;
    auto const group = groups::access_group(c.db, c.actor, c.request.captures[0], groups::need::read);
    if (!group) return group.error();
    return ok(list_body(c, "pinned", c.db.one(sql::list, group->id(), c.actor.person), {}));
}

answer pin(call& c) { return to_thread(c, pins::pin); }
answer unpin(call& c) { return to_thread(c, pins::unpin); }

}  // namespace plaza::domain::pins::http
