// SPDX-License-Identifier: EUPL-1.2
#include "domain/notifications/notifications_http.hpp"

#include "base/strict_json.hpp"
#include "domain/notifications/notifications.hpp"
#include "domain/notifications/notifications_sql.hpp"

namespace plaza::domain::notifications::http {
answer list(call& c) {
    if (auto p = only_parameters(c, {"limit", "before"})) return *p;
    auto page = read_page(c, "notifications", 2);
    if (!page) return page.error();
    std::optional<std::int64_t> at, id;
    if (!page->after.empty()) {
        at = page->after[0];
        id = page->after[1];
    }
    auto const found = c.db.one(sql::list, c.actor.person, at, id, page->limit);
    auto body = list_body(c, "notifications", found.items, next_keys(found.more, {found.last_at, found.last_id}));
    body.pop_back();
    return tagged(c, body + ",\"unread\":" + std::to_string(found.unread) + "}");
}

answer mark_read(call& c) {
    auto const id = id_in(c.request.captures[0]);
    if (!id) return base::not_found();
    if (auto p = no_fields(c)) return *p;
    auto const marked = notifications::mark_read(c.db, c.actor, *id);
    if (!marked) return marked.error();
    return no_content();
}

answer mark_all_read(call& c) {
    base::object_reader in(c.request.body);
    auto const up_to = moment_field(in, "up_to");
    if (auto p = in.problem()) return *p;
    notifications::mark_all_read(c.db, c.actor, *up_to);
    return no_content();
}

}  // namespace plaza::domain::notifications::http
