// SPDX-License-Identifier: EUPL-1.2
#include "domain/articles/articles_http.hpp"

#include "base/strict_json.hpp"
#include "domain/administrations/codes.hpp"
#include "domain/articles/articles.hpp"
#include "domain/articles/articles_sql.hpp"
#include "domain/threads/fields.hpp"
#include "domain/threads/threads_sql.hpp"

namespace plaza::domain::articles::http {
namespace {

using groups::need;

std::string shown_authors(call& c, std::int64_t thread) {
    return list_body(c, "authors", c.db.one(sql::authors, thread, c.actor.person), {});
}

template <class Act>
answer to_author(call& c, Act act) {
    auto const id = id_in(c.request.captures[0]);
    auto const person = id_in(c.request.captures[1]);
    if (!id || !person) return base::not_found();
    if (auto p = no_fields(c)) return *p;
    auto const thread = threads::access_thread(c.db, c.actor, *id, need::write);
    if (!thread) return thread.error();
    base::result<void> const done = act(c.db, c.actor, *thread, *person);
    if (!done) return done.error();
    c.subject = {thread->group(), {}};
    return ok(shown_authors(c, *id));
}

}  // namespace

answer read_template(call& c) {
    if (auto p = only_parameters(c, {})) return *p;
    auto const group = groups::access_group(c.db, c.actor, c.request.captures[0], need::read);
    if (!group) return group.error();
    return ok(c.db.one(sql::read_template, group->id()));
}

answer set_template(call& c) {
    base::object_reader in(c.request.body);
    auto const headings = in.text_list("headings", {1, longest_heading, false}, most_headings);
    auto const refused = in.problem();
    auto const group = groups::access_group(c.db, c.actor, c.request.captures[0], need::write);
    if (!group) return group.error();
    if (refused) return *refused;
    auto const done = articles::set_template(c.db, c.actor, *group, headings);
    if (!done) return done.error();
    c.subject = {group->id(), {}};
    return ok(c.db.one(sql::read_template, group->id()));
}

answer authors(call& c) {
    if (auto p = only_parameters(c, {})) return *p;
    auto const id = id_in(c.request.captures[0]);
    if (!id) return base::not_found();
    auto const thread = threads::access_thread(c.db, c.actor, *id, need::read);
    if (!thread) return thread.error();
    return ok(shown_authors(c, *id));
}

answer add_author(call& c) { return to_author(c, articles::add_author); }
answer remove_author(call& c) { return to_author(c, articles::remove_author); }

answer make(call& c) {
    auto const id = id_in(c.request.captures[0]);
    if (!id) return base::not_found();
    base::object_reader in(c.request.body);
    new_article wanted;
    wanted.title = threads::read_title(in);
    wanted.group = in.optional_text("group", {1, 80, false});
    wanted.review_on = in.text("review_on", {1, 10, false});
    if (!wanted.review_on.empty() && !administrations::valid_date(wanted.review_on)) {
        in.refuse("review_on", "not_a_moment");
    }
    auto const refused = in.problem();
    auto const question = threads::access_thread(c.db, c.actor, *id, need::write);
    if (!question) return question.error();
    if (refused) return *refused;
    auto const made = articles::make(c.db, c.actor, *question, std::move(wanted));
    if (!made) return made.error();
    auto const thread = threads::access_thread(c.db, c.actor, *made, need::read);
    if (!thread) return thread.error();
    c.subject = {thread->group(), {}};
    return created("/api/v1/threads/" + std::to_string(*made), c.db.one(threads::sql::shape, c.actor.person, *made));
}

}  // namespace plaza::domain::articles::http
