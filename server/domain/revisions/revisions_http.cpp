// SPDX-License-Identifier: EUPL-1.2
#include "domain/revisions/revisions_http.hpp"

#include "base/strict_json.hpp"
#include "domain/revisions/revisions.hpp"
#include "domain/revisions/revisions_sql.hpp"
#include "domain/threads/fields.hpp"
#include "domain/threads/threads_sql.hpp"

namespace plaza::domain::revisions::http {

answer edit(call& c) {
    auto const id = id_in(c.request.captures[0]);
    if (!id) return base::not_found();
    base::object_reader in(c.request.body);
    change wanted;
    wanted.body = threads::read_body(in);
    wanted.title = threads::read_optional_title(in);
    if (in.has("tags")) wanted.tags = threads::read_tags(in);
    wanted.version = in.optional_integer("version", 1);
    wanted.weight = threads::read_weight(in);
    wanted.minor = in.optional_boolean("minor").value_or(false);
    auto const refused = in.problem();
    auto const post = threads::access_post(c.db, c.actor, *id, groups::need::write);
    if (!post) return post.error();
    if (refused) return *refused;
    auto const done = revisions::edit(c.db, c.actor, *post, std::move(wanted));
    if (!done) return done.error();
    c.subject = {post->thread.group(), *id};
    return ok(c.db.one(threads::sql::post_shape, c.actor.person, *id));
}

answer list(call& c) {
    if (auto p = only_parameters(c, {"limit", "before"})) return *p;
    auto const id = id_in(c.request.captures[0]);
    if (!id) return base::not_found();
    auto page = read_page(c, "revisions", 1);
    if (!page) return page.error();
    auto const post = threads::access_post(c.db, c.actor, *id, groups::need::read);
    if (!post) return post.error();
    std::optional<std::int64_t> before;
    if (!page->after.empty()) before = page->after[0];
    auto const found = c.db.one(sql::list, *id, before, page->limit);
    return ok(list_body(c, "revisions", found.items, next_keys(found.more, {found.last})));
}

}  // namespace plaza::domain::revisions::http
