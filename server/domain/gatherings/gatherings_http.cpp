// SPDX-License-Identifier: EUPL-1.2
#include "domain/gatherings/gatherings_http.hpp"

#include "base/markdown.hpp"
#include "base/strict_json.hpp"
#include "base/text.hpp"
#include "domain/files/files_http.hpp"
#include "domain/gatherings/gatherings.hpp"
#include "domain/gatherings/gatherings_sql.hpp"
#include "domain/threads/fields.hpp"
#include "domain/threads/threads_sql.hpp"

namespace plaza::domain::gatherings::http {
namespace {

using groups::need;

/// Of the text, in a calendar.
constexpr std::size_t longest_said = 500;

base::result<threads::visible_thread> open(call& c, need needed) {
    auto const id = id_in(c.request.captures[0]);
    if (!id) return base::not_found();
    return threads::access_thread(c.db, c.actor, *id, needed);
}

std::string shape(call& c, threads::visible_thread const& thread) {
    auto const member = !groups::may_write(thread.role(), false);
    auto const keeps = member && (moderates(thread) || thread.author() == c.actor.person);
    return c.db.row(sql::read, c.actor.person, thread.id(), thread.closed(), member, keeps).value_or("");
}

facts read_facts(base::object_reader& in) {
    facts wanted;
    wanted.starts_at = moment_field(in, "starts_at").value_or(0);
    wanted.ends_at = moment_field(in, "ends_at").value_or(0);
    wanted.place = in.optional_text("place", {0, longest_place, false}).value_or("");
    wanted.link = in.optional_text("link", {0, longest_link, false}).value_or("");
    if (auto const places = in.optional_integer("places", 1, most_places)) wanted.places = static_cast<int>(*places);
    if (in.has("sign_up_until")) wanted.sign_up_until = moment_field(in, "sign_up_until");
    return wanted;
}

/// Does something to an event, and answers what it is then. `refused`: what is wrong with the request.
template <class Work>
answer act(call& c, std::optional<base::problem> const& refused, Work const& work) {
    auto const thread = open(c, need::write);
    if (!thread) return thread.error();
    if (refused) return *refused;
    auto const done = work(*thread);
    if (!done) return done.error();
    c.subject = {thread->group(), {}};
    return ok(shape(c, *thread));
}

answer set(call& c, bool coming) {
    return act(c, no_fields(c), [&](auto const& thread) { return gatherings::sign_up(c.db, c.actor, thread, coming); });
}

}  // namespace

answer start(call& c) {
    base::object_reader in(c.request.body);
    new_gathering wanted;
    wanted.thread.title = threads::read_title(in);
    wanted.thread.body = threads::read_body(in);
    wanted.thread.appointment = in.optional_integer("appointment");
    wanted.thread.tags = threads::read_tags(in);
    wanted.facts = read_facts(in);
    auto const refused = in.problem();
    auto const group = groups::access_group(c.db, c.actor, c.request.captures[0], need::write);
    if (!group) return group.error();
    if (auto refusal = groups::may_start(c.db, *group)) return *refusal;
    if (refused) return *refused;
    auto const id = gatherings::start(c.db, c.actor, *group, std::move(wanted));
    if (!id) return id.error();
    c.subject = {group->id(), {}};
    return created("/api/v1/threads/" + std::to_string(*id), c.db.one(threads::sql::shape, c.actor.person, *id));
}

answer read(call& c) {
    if (auto p = only_parameters(c, {})) return *p;
    auto const thread = open(c, need::read);
    if (!thread) return thread.error();
    auto body = shape(c, *thread);
    if (body.empty()) return base::not_found();
    return tagged(c, std::move(body));
}

answer people(call& c) {
    if (auto p = only_parameters(c, {"limit", "before"})) return *p;
    auto page = read_page(c, "event_people", 2);
    if (!page) return page.error();
    auto const thread = open(c, need::read);
    if (!thread) return thread.error();
    if (!c.db.row(sql::stands, thread->id())) return base::not_found();
    // Who meets whom is a matter of those who belong.
    if (!thread->role()) return base::forbidden("not_a_member");
    std::optional<std::int64_t> at, person;
    if (!page->after.empty()) {
        at = page->after[0];
        person = page->after[1];
    }
    auto const found = c.db.one(sql::people, thread->id(), at, person, page->limit);
    return tagged(c, list_body(c, "event_people", found.items, next_keys(found.more, {found.last_at, found.last_id})));
}

answer change(call& c) {
    base::object_reader in(c.request.body);
    auto const wanted = read_facts(in);
    auto const version = in.integer("version", 1);
    return act(c, in.problem(),
               [&](auto const& thread) { return gatherings::change(c.db, c.actor, thread, wanted, version); });
}

answer cancel(call& c) {
    base::object_reader in(c.request.body);
    auto const reason = in.text("reason", {1, longest_reason, false});
    return act(c, in.problem(), [&](auto const& thread) { return gatherings::cancel(c.db, c.actor, thread, reason); });
}

answer restore(call& c) {
    return act(c, no_fields(c), [&](auto const& thread) { return gatherings::restore(c.db, c.actor, thread); });
}

answer sign_up(call& c) { return set(c, true); }
answer sign_off(call& c) { return set(c, false); }

answer calendar(call& c) {
    if (auto p = only_parameters(c, {})) return *p;
    auto const thread = open(c, need::read);
    if (!thread) return thread.error();
    auto const found = c.db.row(sql::calendar, thread->id());
    if (!found) return base::not_found();
    transport::response r;
    auto const number = std::to_string(thread->id());
    // What was asked for is how people reach this server: the Host was checked.
    auto const here =
        (c.request.secure ? "https://" : "http://") + std::string(c.request.headers.get("Host")) + "/threads/" + number;
    auto const words = found->body == found->title ? "" : base::plain_text(found->body);
    auto const text = (words.empty() ? "" : base::plain_extract(words, longest_said) + "\n\n") + here;
    r.body = gatherings::calendar({"plaza-" + number, found->title, found->place, text,
                                   found->link.empty() ? here : found->link, found->starts, found->ends, found->changed,
                                   found->sequence, found->cancelled});
    r.content_type = "text/calendar; charset=utf-8";
    r.headers.add("Content-Disposition", files::http::disposition("attachment", found->title + ".ics"));
    r.headers.add("Cache-Control", "private, no-cache");
    return r;
}

}  // namespace plaza::domain::gatherings::http
