// SPDX-License-Identifier: EUPL-1.2
#include "domain/routing/routing_http.hpp"

#include "base/strict_json.hpp"
#include "domain/routing/decision.hpp"
#include "domain/routing/routing.hpp"
#include "domain/routing/routing_sql.hpp"

namespace plaza::domain::routing::http {

using groups::need;

answer read(call& c) {
    if (auto p = only_parameters(c, {})) return *p;
    auto const id = id_in(c.request.captures[0]);
    if (!id) return base::not_found();
    auto const thread = threads::access_thread(c.db, c.actor, *id, need::read);
    if (!thread) return thread.error();
    auto const shape = c.db.row(sql::shape, *id, c.actor.person);
    return ok("{\"routing\":" + shape.value_or("null") + "}");
}

answer say(call& c) {
    auto const id = id_in(c.request.captures[0]);
    if (!id) return base::not_found();
    base::object_reader in(c.request.body);
    auto const said = in.choice("said", {"passed", "declined"});
    auto const refused = in.problem();
    auto const thread = threads::access_thread(c.db, c.actor, *id, need::read);
    if (!thread) return thread.error();
    if (refused) return *refused;
    auto const done = routing::say(c.db, c.actor, *thread, said);
    if (!done) return done.error();
    c.subject = {thread->group(), {}};
    return ok("{\"routing\":" + c.db.row(sql::shape, *id, c.actor.person).value_or("null") + "}");
}

answer asked(call& c) {
    if (auto p = only_parameters(c, {"limit", "before"})) return *p;
    auto page = read_page(c, "asked", 2);
    if (!page) return page.error();
    std::optional<std::int64_t> at, thread;
    if (!page->after.empty()) {
        at = page->after[0];
        thread = page->after[1];
    }
    auto const found = c.db.one(sql::asked_of, c.actor.person, at, thread, page->limit);
    return tagged(c, list_body(c, "asked", found.items, next_keys(found.more, {found.last_at, found.last_id})));
}

answer settings(call& c) {
    if (auto p = only_parameters(c, {})) return *p;
    return ok(c.db.one(sql::settings, c.actor.person));
}

answer set_settings(call& c) {
    base::object_reader in(c.request.body);
    auto const weekly = in.integer("weekly", 0, most_weekly);
    if (auto p = in.problem()) return *p;
    routing::set_weekly(c.db, c.actor, static_cast<int>(weekly));
    return ok(c.db.one(sql::settings, c.actor.person));
}

answer ask_again(call& c) {
    if (auto p = no_fields(c)) return *p;
    auto const id = id_in(c.request.captures[0]);
    if (!id) return base::not_found();
    auto const done = routing::ask_again(c.db, c.actor, *id);
    if (!done) return done.error();
    return ok(c.db.one(sql::settings, c.actor.person));
}

}  // namespace plaza::domain::routing::http
