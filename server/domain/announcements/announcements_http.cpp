// SPDX-License-Identifier: EUPL-1.2
#include "domain/announcements/announcements_http.hpp"

#include "base/strict_json.hpp"
#include "domain/announcements/announcements.hpp"
#include "domain/announcements/announcements_sql.hpp"
#include "domain/threads/fields.hpp"
#include "domain/threads/threads_sql.hpp"

namespace plaza::domain::announcements::http {
namespace {

/// An announcement that the actor may read; 404 for other threads.
base::result<threads::visible_thread> announcement_of(call& c) {
    auto const id = id_in(c.request.captures[0]);
    if (!id) return base::not_found();
    auto thread = threads::access_thread(c.db, c.actor, *id, groups::need::read);
    if (thread && thread->kind() != "announcement") return base::not_found();
    return thread;
}

}  // namespace

answer make(call& c) {
    base::object_reader in(c.request.body);
    new_announcement wanted;
    wanted.thread.title = threads::read_title(in);
    wanted.thread.body = threads::read_body(in);
    wanted.thread.appointment = in.optional_integer("appointment");
    wanted.thread.tags = threads::read_tags(in);
    wanted.network = in.optional_boolean("network").value_or(false);
    wanted.urgent_reason = in.optional_text("urgent_reason", {1, longest_reason, false});
    auto const refused = in.problem();
    auto const needed = wanted.network ? groups::need::write : groups::need::moderate;
    auto const group = groups::access_group(c.db, c.actor, c.request.captures[0], needed);
    if (!group) return group.error();
    if (refused) return *refused;
    auto const id = announcements::make(c.db, c.actor, *group, std::move(wanted));
    if (!id) return id.error();
    c.subject = {group->id(), {}};
    return created("/api/v1/threads/" + std::to_string(*id), c.db.one(threads::sql::shape, c.actor.person, *id));
}

answer waiting(call& c) {
    if (auto p = only_parameters(c, {})) return *p;
    return tagged(c, c.db.one(sql::waiting, c.actor.person, most_shown));
}

answer read(call& c) {
    if (auto p = only_parameters(c, {})) return *p;
    auto const thread = announcement_of(c);
    if (!thread) return thread.error();
    return tagged(c, c.db.one(sql::read, c.actor.person, thread->id(), keeps(c.actor, *thread)));
}

answer readers(call& c) {
    if (auto p = only_parameters(c, {"limit", "before"})) return *p;
    auto page = read_page(c, "announcement_readers", 1);
    if (!page) return page.error();
    auto const thread = announcement_of(c);
    if (!thread) return thread.error();
    if (!keeps(c.actor, *thread)) return base::forbidden("not_a_host");
    auto const found =
        c.db.one(sql::readers, c.actor.person, thread->id(), page->after.empty() ? 0 : page->after[0], page->limit);
    return tagged(c, list_body(c, "announcement_readers", found.items, next_keys(found.more, {found.last})));
}

answer acknowledge(call& c) {
    if (auto p = no_fields(c)) return *p;
    auto const thread = announcement_of(c);
    if (!thread) return thread.error();
    auto const done = announcements::acknowledge(c.db, c.actor, *thread);
    if (!done) return done.error();
    return no_content();
}

}  // namespace plaza::domain::announcements::http
