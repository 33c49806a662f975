// SPDX-License-Identifier: EUPL-1.2
#include "domain/feed/feed_http.hpp"

#include "domain/feed/feed_sql.hpp"

namespace plaza::domain::feed::http {

answer read(call& c) {
    if (auto p = only_parameters(c, {"view", "limit", "before"})) return *p;
    auto view = choice_parameter(c, "view", {"recent"});
    if (!view) return view.error();
    auto page = read_page(c, "feed", 2);
    if (!page) return page.error();
    std::optional<std::int64_t> at, id;
    if (!page->after.empty()) {
        at = page->after[0];
        id = page->after[1];
    }
    auto const found = c.db.one(sql::recent, c.actor.person, at, id, page->limit);
    return tagged(c, list_body(c, "feed", found.items, next_keys(found.more, {found.last_at, found.last_id})));
}

}  // namespace plaza::domain::feed::http
