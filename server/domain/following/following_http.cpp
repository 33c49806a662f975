// SPDX-License-Identifier: EUPL-1.2
#include "domain/following/following_http.hpp"

#include "base/text.hpp"
#include "domain/following/following.hpp"
#include "domain/following/following_sql.hpp"

namespace plaza::domain::following::http {
namespace {

base::result<std::int64_t> person_of(call& c) {
    auto const id = id_in(c.request.captures[0]);
    if (!id) return base::not_found();
    return known_person(c.db, c.actor, *id);
}

base::result<std::int64_t> tag_of(call& c) {
    auto const name = base::clean_text(c.request.captures[0], {1, threads::longest_tag, false});
    if (!name) return base::not_found();
    return known_tag(c.db, c.actor, base::lower(*name));
}

base::result<threads::visible_thread> thread_of(call& c) {
    auto const id = id_in(c.request.captures[0]);
    if (!id) return base::not_found();
    return threads::access_thread(c.db, c.actor, *id, groups::need::read);
}

std::int64_t id_of(std::int64_t id) { return id; }
std::int64_t id_of(threads::visible_thread const& thread) { return thread.id(); }

answer asked(call& c, persistence::query<bool(sql::id, sql::id)> const& query, std::int64_t what) {
    return tagged(c, c.db.one(query, c.actor.person, what) ? R"({"following":true})" : R"({"following":false})");
}

template <class Found, class Follow>
answer followed(call& c, Found const& found, Follow follow) {
    if (auto p = no_fields(c)) return *p;
    if (!found) return found.error();
    base::result<void> const done = follow(c.db, c.actor, *found);
    if (!done) return done.error();
    return no_content();
}

template <class Found>
answer unfollowed(call& c, Found const& found, persistence::command<sql::id, sql::id> const& command) {
    if (auto p = no_fields(c)) return *p;
    if (!found) return found.error();
    c.db.run(command, c.actor.person, id_of(*found));
    return no_content();
}

template <class Found>
answer state(call& c, Found const& found, persistence::query<bool(sql::id, sql::id)> const& query) {
    if (auto p = only_parameters(c, {})) return *p;
    if (!found) return found.error();
    return asked(c, query, id_of(*found));
}

}  // namespace

answer list(call& c) {
    if (auto p = only_parameters(c, {"kind", "limit", "before"})) return *p;
    auto const kind = choice_parameter(c, "kind", {"people", "tags", "threads"});
    if (!kind) return kind.error();
    auto const purpose = "following " + *kind;
    auto const page = read_page(c, purpose, 2);
    if (!page) return page.error();
    std::optional<std::int64_t> at, id;
    if (!page->after.empty()) {
        at = page->after[0];
        id = page->after[1];
    }
    auto const& query = *kind == "tags" ? sql::tags : *kind == "threads" ? sql::threads : sql::people;
    auto const found = c.db.one(query, c.actor.person, at, id, page->limit);
    return ok(list_body(c, purpose, found.items, next_keys(found.more, {found.last_at, found.last_id})));
}

answer person(call& c) { return state(c, person_of(c), sql::follows_person); }
answer follow_person(call& c) { return followed(c, person_of(c), following::follow_person); }
answer unfollow_person(call& c) { return unfollowed(c, person_of(c), sql::unfollow_person); }

answer tag(call& c) { return state(c, tag_of(c), sql::follows_tag); }
answer follow_tag(call& c) { return followed(c, tag_of(c), following::follow_tag); }
answer unfollow_tag(call& c) { return unfollowed(c, tag_of(c), sql::unfollow_tag); }

answer thread(call& c) { return state(c, thread_of(c), sql::follows_thread); }
answer follow_thread(call& c) { return followed(c, thread_of(c), following::follow_thread); }
answer unfollow_thread(call& c) { return unfollowed(c, thread_of(c), sql::unfollow_thread); }

}  // namespace plaza::domain::following::http
