// SPDX-License-Identifier: EUPL-1.2
#include "domain/polls/polls_http.hpp"

#include "base/strict_json.hpp"
#include "domain/polls/polls.hpp"
#include "domain/polls/polls_sql.hpp"
#include "domain/threads/fields.hpp"
#include "domain/threads/threads_sql.hpp"

namespace plaza::domain::polls::http {
namespace {

std::string shape(call& c, threads::visible_thread const& thread) {
    auto const member = !groups::may_write(thread.role(), false);
    auto const keeps = member && (moderates(thread) || thread.author() == c.actor.person);
    return c.db.row(sql::read, c.actor.person, thread.id(), thread.closed(), member, fewest_shown, keeps).value_or("");
}

/// Does something to a poll, and answers what it is then. `refused`: what is wrong with the request.
template <class Work>
answer act(call& c, std::optional<base::problem> const& refused, Work const& work) {
    auto const id = id_in(c.request.captures[0]);
    if (!id) return base::not_found();
    auto const thread = threads::access_thread(c.db, c.actor, *id, groups::need::write);
    if (!thread) return thread.error();
    if (refused) return *refused;
    auto const done = work(*thread);
    if (!done) return done.error();
    c.subject = {thread->group(), {}};
    return ok(shape(c, *thread));
}

}  // namespace

answer start(call& c) {
    base::object_reader in(c.request.body);
    new_poll wanted;
    wanted.thread.title = threads::read_title(in);
    wanted.thread.body = threads::read_body(in);
    wanted.thread.appointment = in.optional_integer("appointment");
    wanted.thread.tags = threads::read_tags(in);
    wanted.options = in.text_list("options", {1, longest_option, false}, most_options);
    wanted.multiple = in.optional_boolean("multiple").value_or(false);
    if (in.has("closes_at")) wanted.closes_at = moment_field(in, "closes_at");
    auto const refused = in.problem();
    auto const group = groups::access_group(c.db, c.actor, c.request.captures[0], groups::need::write);
    if (!group) return group.error();
    if (auto refusal = groups::may_start(c.db, *group)) return *refusal;
    if (refused) return *refused;
    auto const id = polls::start(c.db, c.actor, *group, std::move(wanted));
    if (!id) return id.error();
    c.subject = {group->id(), {}};
    return created("/api/v1/threads/" + std::to_string(*id), c.db.one(threads::sql::shape, c.actor.person, *id));
}

answer read(call& c) {
    if (auto p = only_parameters(c, {})) return *p;
    auto const id = id_in(c.request.captures[0]);
    if (!id) return base::not_found();
    auto const thread = threads::access_thread(c.db, c.actor, *id, groups::need::read);
    if (!thread) return thread.error();
    auto body = shape(c, *thread);
    if (body.empty()) return base::not_found();
    return tagged(c, std::move(body));
}

answer vote(call& c) {
    base::object_reader in(c.request.body);
    auto const places = in.integer_list("options", 1, most_options, most_options);
    if (!in.has("options")) in.refuse("options", "required");
    return act(c, in.problem(), [&](auto const& thread) { return polls::vote(c.db, c.actor, thread, places); });
}

answer change(call& c) {
    base::object_reader in(c.request.body);
    auto const options = in.text_list("options", {1, longest_option, false}, most_options);
    std::optional<std::int64_t> closes_at;
    if (in.has("closes_at")) closes_at = moment_field(in, "closes_at");
    auto const version = in.integer("version", 1);
    return act(c, in.problem(),
               [&](auto const& thread) { return polls::change(c.db, c.actor, thread, options, closes_at, version); });
}

answer close(call& c) {
    return act(c, no_fields(c), [&](auto const& thread) { return polls::close(c.db, c.actor, thread); });
}

}  // namespace plaza::domain::polls::http
