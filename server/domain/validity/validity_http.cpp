// SPDX-License-Identifier: EUPL-1.2
#include "domain/validity/validity_http.hpp"

#include "base/strict_json.hpp"
#include "domain/administrations/codes.hpp"
#include "domain/groups/groups.hpp"
#include "domain/norms/norms.hpp"
#include "domain/norms/norms_sql.hpp"
#include "domain/threads/threads_sql.hpp"
#include "domain/validity/validity.hpp"
#include "domain/validity/validity_sql.hpp"

namespace plaza::domain::validity::http {
namespace {

using groups::need;

/// Opens the thread for writing, does it, and shows how the thread stands then.
template <class Act>
answer to_thread(call& c, std::optional<base::problem> const& refused, Act act) {
    auto const id = id_in(c.request.captures[0]);
    if (!id) return base::not_found();
    auto const thread = threads::access_thread(c.db, c.actor, *id, need::write);
    if (!thread) return thread.error();
    if (refused) return *refused;
    base::result<void> const done = act(*thread);
    if (!done) return done.error();
    c.subject = {thread->group(), {}};
    return ok(c.db.one(threads::sql::shape, c.actor.person, *id));
}

}  // namespace

answer read(call& c) {
    if (auto p = only_parameters(c, {})) return *p;
    auto const id = id_in(c.request.captures[0]);
    if (!id) return base::not_found();
    auto const found = c.db.row(sql::details, c.actor.person, *id, checks_shown);
    if (!found) return base::not_found();
    return ok("{\"checks\":" + found->checks + ",\"asked_by\":" + found->asked_by.value_or("null") +
              ",\"changes\":" + found->changes + ",\"superseded_by\":" + found->superseded_by +
              ",\"supersedes\":" + found->supersedes + ",\"review\":" + found->review +
              ",\"made_of\":" + found->made_of + ",\"articles\":" + found->articles + "}");
}

answer check(call& c) {
    base::object_reader in(c.request.body);
    auto const holds = in.boolean("holds");
    auto const reason = in.optional_text("reason", {0, longest_reason, true}).value_or("");
    return to_thread(c, in.problem(),
                     [&](auto const& thread) { return validity::check(c.db, c.actor, thread, holds, reason); });
}

answer ask(call& c) {
    return to_thread(c, no_fields(c), [&](auto const& thread) { return validity::ask(c.db, c.actor, thread); });
}

answer supersede(call& c) {
    base::object_reader in(c.request.body);
    auto const by = in.integer("by");
    return to_thread(c, in.problem(),
                     [&](auto const& thread) { return validity::supersede(c.db, c.actor, thread, by); });
}

answer reinstate(call& c) {
    return to_thread(c, no_fields(c), [&](auto const& thread) { return validity::reinstate(c.db, c.actor, thread); });
}

answer set_review(call& c) {
    base::object_reader in(c.request.body);
    auto const day = in.text("on", {1, 10, false});
    if (!day.empty() && !administrations::valid_date(day)) in.refuse("on", "not_a_moment");
    auto const owner = in.optional_integer("owner");
    return to_thread(c, in.problem(),
                     [&](auto const& thread) { return validity::set_review(c.db, c.actor, thread, day, owner); });
}

answer drop_review(call& c) {
    return to_thread(c, no_fields(c), [&](auto const& thread) { return validity::drop_review(c.db, c.actor, thread); });
}

answer to_review(call& c) {
    if (auto p = only_parameters(c, {"group", "limit", "before"})) return *p;
    auto page = read_page(c, "reviews", 2);
    if (!page) return page.error();
    std::optional<std::int64_t> in, at, last;
    if (std::string const slug(c.request.query_value("group")); !slug.empty()) {
        auto const group = groups::access_group(c.db, c.actor, slug, need::read);
        if (!group) return group.error();
        in = group->id();
    }
    if (!page->after.empty()) {
        at = page->after[0];
        last = page->after[1];
    }
    auto const found = c.db.one(sql::to_review, c.actor.person, in, at, last, page->limit);
    return tagged(c, list_body(c, "reviews", found.items, next_keys(found.more, {found.last_at, found.last_id})));
}

answer norm_changed(call& c) {
    base::object_reader in(c.request.body);
    auto const day = in.text("on", {1, 10, false});
    if (!day.empty() && !administrations::valid_date(day)) in.refuse("on", "not_a_moment");
    auto const sentence = in.text("sentence", {1, longest_sentence, false});
    auto const articles = in.text_list("articles", {1, norms::longest_article, false}, most_changed_articles);
    for (auto const& one : articles) {
        if (!norms::is_article(one)) in.refuse("articles", "not_an_article");
    }
    if (auto p = in.problem()) return *p;
    auto const& slug = c.request.captures[0];
    auto const change = validity::norm_changed(c.db, c.actor, slug, day, sentence, articles);
    if (!change) return change.error();
    return created("/api/v1/norms/" + slug, c.db.one(norms::sql::console_shape, slug));
}

answer take_back_change(call& c) {
    if (auto p = no_fields(c)) return *p;
    auto const& slug = c.request.captures[0];
    auto const change = id_in(c.request.captures[1]);
    if (!change) return base::not_found();
    auto const done = validity::take_back_change(c.db, c.actor, slug, *change);
    if (!done) return done.error();
    return ok(c.db.one(norms::sql::console_shape, slug));
}

}  // namespace plaza::domain::validity::http
