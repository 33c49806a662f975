// SPDX-License-Identifier: EUPL-1.2
#include "domain/applied/applied_http.hpp"

#include "base/strict_json.hpp"
#include "domain/applied/applied.hpp"
#include "domain/applied/applied_sql.hpp"
#include "domain/threads/threads_sql.hpp"

namespace plaza::domain::applied::http {
namespace {

using groups::need;

base::result<threads::visible_post> open(call& c, need needed) {
    auto const id = id_in(c.request.captures[0]);
    if (!id) return base::not_found();
    return threads::access_post(c.db, c.actor, *id, needed);
}

answer shown(call& c, threads::visible_post const& post) {
    c.subject = {post.thread.group(), post.id};
    return ok(c.db.one(threads::sql::post_shape, c.actor.person, post.id));
}

}  // namespace

answer list(call& c) {
    if (auto p = only_parameters(c, {"limit", "before"})) return *p;
    auto page = read_page(c, "applied", 2);
    if (!page) return page.error();
    auto const post = open(c, need::read);
    if (!post) return post.error();
    std::optional<std::int64_t> at, administration;
    if (!page->after.empty()) {
        at = page->after[0];
        administration = page->after[1];
    }
    auto const found = c.db.one(sql::list, post->id, c.actor.person, at, administration, page->limit);
    return tagged(c, list_body(c, "applied", found.items, next_keys(found.more, {found.last_at, found.last_id})));
}

answer say(call& c) {
    auto const administration = id_in(c.request.captures[1]);
    if (!administration) return base::not_found();
    base::object_reader in(c.request.body);
    said wanted;
    wanted.result = in.text("result", {1, longest_result, false});
    wanted.file = in.optional_integer("file");
    auto const refused = in.problem();
    auto const post = open(c, need::write);
    if (!post) return post.error();
    if (refused) return *refused;
    auto const done = applied::say(c.db, c.actor, *post, *administration, wanted);
    if (!done) return done.error();
    return shown(c, *post);
}

answer take_back(call& c) {
    auto const refused = no_fields(c);
    auto const administration = id_in(c.request.captures[1]);
    if (!administration) return base::not_found();
    auto const post = open(c, need::write);
    if (!post) return post.error();
    if (refused) return *refused;
    auto const done = applied::take_back(c.db, c.actor, *post, *administration);
    if (!done) return done.error();
    return shown(c, *post);
}

}  // namespace plaza::domain::applied::http
