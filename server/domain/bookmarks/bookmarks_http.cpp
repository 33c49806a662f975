// SPDX-License-Identifier: EUPL-1.2
#include "domain/bookmarks/bookmarks_http.hpp"

#include "domain/bookmarks/bookmarks.hpp"
#include "domain/bookmarks/bookmarks_sql.hpp"

namespace plaza::domain::bookmarks::http {

answer list(call& c) {
    if (auto p = only_parameters(c, {"limit", "before"})) return *p;
    auto page = read_page(c, "bookmarks", 2);
    if (!page) return page.error();
    std::optional<std::int64_t> at, id;
    if (!page->after.empty()) {
        at = page->after[0];
        id = page->after[1];
    }
    auto const found = c.db.one(sql::list, c.actor.person, at, id, page->limit);
    return tagged(c, list_body(c, "bookmarks", found.items, next_keys(found.more, {found.last_at, found.last_id})));
}

answer keep(call& c) {
    if (auto p = no_fields(c)) return *p;
    auto const id = id_in(c.request.captures[0]);
    if (!id) return base::not_found();
    auto const thread = threads::access_thread(c.db, c.actor, *id, groups::need::read);
    if (!thread) return thread.error();
    auto const done = bookmarks::keep(c.db, c.actor, *thread);
    if (!done) return done.error();
    return no_content();
}

answer let_go(call& c) {
    if (auto p = no_fields(c)) return *p;
    auto const id = id_in(c.request.captures[0]);
    if (!id) return base::not_found();
    auto const thread = threads::access_thread(c.db, c.actor, *id, groups::need::read);
    if (!thread) return thread.error();
    bookmarks::let_go(c.db, c.actor, thread->id());
    return no_content();
}

}  // namespace plaza::domain::bookmarks::http
