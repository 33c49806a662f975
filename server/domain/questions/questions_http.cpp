// SPDX-License-Identifier: EUPL-1.2
#include "domain/questions/questions_http.hpp"

#include "base/strict_json.hpp"
#include "domain/questions/questions.hpp"
#include "domain/questions/questions_sql.hpp"
#include "domain/threads/threads_sql.hpp"

#include <limits>

namespace plaza::domain::questions::http {
namespace {

answer set_useful(call& c, bool useful) {
    auto const id = id_in(c.request.captures[0]);
    if (!id) return base::not_found();
    if (auto p = no_fields(c)) return *p;
    auto const post = threads::access_post(c.db, c.actor, *id, groups::need::write);
    if (!post) return post.error();
    auto const marked = questions::mark_useful(c.db, c.actor, *post, useful);
    if (!marked) return marked.error();
    c.subject = {post->thread.group(), *id};
    return ok(c.db.one(threads::sql::post_shape, c.actor.person, *id));
}

}  // namespace

answer accept(call& c) {
    auto const id = id_in(c.request.captures[0]);
    if (!id) return base::not_found();
    base::object_reader in(c.request.body);
    auto const number = in.integer("number", 1, std::numeric_limits<int>::max());
    auto const refused = in.problem();
    auto const thread = threads::access_thread(c.db, c.actor, *id, groups::need::write);
    if (!thread) return thread.error();
    if (refused) return *refused;
    auto const accepted = questions::accept(c.db, c.actor, *thread, static_cast<int>(number));
    if (!accepted) return accepted.error();
    c.subject = {thread->group(), {}};
    return ok(c.db.one(threads::sql::shape, c.actor.person, *id));
}

answer withdraw(call& c) {
    auto const id = id_in(c.request.captures[0]);
    if (!id) return base::not_found();
    auto const thread = threads::access_thread(c.db, c.actor, *id, groups::need::write);
    if (!thread) return thread.error();
    auto const withdrawn = questions::withdraw(c.db, c.actor, *thread);
    if (!withdrawn) return withdrawn.error();
    c.subject = {thread->group(), {}};
    return ok(c.db.one(threads::sql::shape, c.actor.person, *id));
}

answer who_has_same(call& c) {
    if (auto p = only_parameters(c, {"limit", "before"})) return *p;
    auto const id = id_in(c.request.captures[0]);
    if (!id) return base::not_found();
    auto page = read_page(c, "same_problem", 2);
    if (!page) return page.error();
    auto const thread = threads::access_thread(c.db, c.actor, *id, groups::need::read);
    if (!thread) return thread.error();
    std::optional<std::int64_t> at, administration;
    if (!page->after.empty()) {
        at = page->after[0];
        administration = page->after[1];
    }
    auto const found = c.db.one(sql::who_has_same, *id, at, administration, page->limit);
    return tagged(c, list_body(c, "same_problem", found.items, next_keys(found.more, {found.last_at, found.last_id})));
}

answer say_same(call& c) {
    auto const id = id_in(c.request.captures[0]);
    if (!id) return base::not_found();
    base::object_reader in(c.request.body);
    auto const appointment = in.optional_integer("appointment");
    auto const refused = in.problem();
    auto const thread = threads::access_thread(c.db, c.actor, *id, groups::need::write);
    if (!thread) return thread.error();
    if (refused) return *refused;
    auto const said = questions::say_same(c.db, c.actor, *thread, appointment);
    if (!said) return said.error();
    c.subject = {thread->group(), {}};
    return ok(c.db.one(threads::sql::shape, c.actor.person, *id));
}

answer take_back_same(call& c) {
    auto const id = id_in(c.request.captures[0]);
    if (!id) return base::not_found();
    auto const thread = threads::access_thread(c.db, c.actor, *id, groups::need::write);
    if (!thread) return thread.error();
    questions::take_back_same(c.db, c.actor, *thread);
    c.subject = {thread->group(), {}};
    return ok(c.db.one(threads::sql::shape, c.actor.person, *id));
}

answer list_useful(call& c) {
    if (auto p = only_parameters(c, {"limit", "before"})) return *p;
    auto const id = id_in(c.request.captures[0]);
    if (!id) return base::not_found();
    auto page = read_page(c, "useful", 2);
    if (!page) return page.error();
    auto const post = threads::access_post(c.db, c.actor, *id, groups::need::read);
    if (!post) return post.error();
    std::optional<std::int64_t> at, person;
    if (!page->after.empty()) {
        at = page->after[0];
        person = page->after[1];
    }
    auto const found = c.db.one(sql::who_found_useful, *id, at, person, page->limit);
    return tagged(c, list_body(c, "useful", found.items, next_keys(found.more, {found.last_at, found.last_id})));
}

answer mark_useful(call& c) { return set_useful(c, true); }
answer unmark_useful(call& c) { return set_useful(c, false); }

}  // namespace plaza::domain::questions::http
