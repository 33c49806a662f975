// SPDX-License-Identifier: EUPL-1.2
#include "domain/sharing/sharing_http.hpp"

#include "base/strict_json.hpp"
#include "domain/sharing/sharing.hpp"
#include "domain/sharing/sharing_sql.hpp"
#include "domain/threads/fields.hpp"
#include "domain/threads/threads_sql.hpp"

namespace plaza::domain::sharing::http {

answer share(call& c) {
    auto const id = id_in(c.request.captures[0]);
    if (!id) return base::not_found();
    base::object_reader in(c.request.body);
    auto const slug = in.text("group", {1, groups::longest_slug + 30, false});
    threads::new_thread wanted;
    wanted.title = threads::read_title(in);
    wanted.body = threads::read_body(in);
    auto const refused = in.problem();
    auto const source = threads::access_thread(c.db, c.actor, *id, groups::need::read);
    if (!source) return source.error();
    if (refused) return *refused;
    auto const group = groups::access_group(c.db, c.actor, slug, groups::need::write);
    if (!group) return group.error();
    if (auto refusal = groups::may_start(c.db, *group)) return *refusal;
    auto const made = sharing::share(c.db, c.actor, *source, *group, std::move(wanted));
    if (!made) return made.error();
    c.subject = {group->id(), {}};
    return created("/api/v1/threads/" + std::to_string(*made), c.db.one(threads::sql::shape, c.actor.person, *made));
}

answer card(call& c) {
    if (auto p = only_parameters(c, {})) return *p;
    auto const id = id_in(c.request.captures[0]);
    if (!id) return base::not_found();
    auto const thread = threads::access_thread(c.db, c.actor, *id, groups::need::read);
    if (!thread) return thread.error();
    if (!c.db.one(sql::shows, thread->id())) return base::not_found();
    auto const shown = c.db.row(sql::card, c.actor.person, thread->id(), card_characters);
    return tagged(c, "{\"thread\":" + shown.value_or("null") + "}");
}

}  // namespace plaza::domain::sharing::http
