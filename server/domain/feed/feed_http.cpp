// SPDX-License-Identifier: EUPL-1.2
#include "domain/feed/feed_http.hpp"

#include "domain/feed/feed_sql.hpp"

namespace plaza::domain::feed::http {
namespace {

/// Questions that one could answer, at a time: what fits on a phone above the feed.
constexpr int most_answerable = 3;
/// Older ones wait for more than a passer-by.
constexpr int answerable_days = 90;

}  // namespace

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

answer answerable(call& c) {
    if (auto p = only_parameters(c, {})) return *p;
    return tagged(c, c.db.one(sql::answerable, c.actor.person, answerable_days, most_answerable));
}

}  // namespace plaza::domain::feed::http
