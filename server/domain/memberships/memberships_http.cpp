// SPDX-License-Identifier: EUPL-1.2
#include "domain/memberships/memberships_http.hpp"

#include "base/strict_json.hpp"
#include "domain/memberships/memberships.hpp"
#include "domain/memberships/memberships_sql.hpp"
#include "domain/threads/threads.hpp"

namespace plaza::domain::memberships::http {
namespace {

using groups::need;

constexpr base::text_limits message_text{0, groups::longest_message, true};

using list_query = persistence::query<sql::list_row(sql::id, std::optional<sql::id>, std::optional<sql::id>, int)>;

/// A page for those who keep the group.
answer list_for_hosts(call& c, std::string_view purpose, list_query const& query) {
    if (auto p = only_parameters(c, {"limit", "before"})) return *p;
    auto page = read_page(c, purpose, 2);
    if (!page) return page.error();
    auto const group = groups::access_group(c.db, c.actor, c.request.captures[0], need::host);
    if (!group) return group.error();
    std::optional<std::int64_t> at, person;
    if (!page->after.empty()) {
        at = page->after[0];
        person = page->after[1];
    }
    auto const found = c.db.one(query, group->id(), at, person, page->limit);
    return ok(list_body(c, purpose, found.items, next_keys(found.more, {found.last_at, found.last_id})));
}

/// What is done to one person of the group, once what was sent is known to be right.
template <class Act>
answer to_person(call& c, need needed, std::optional<base::problem> const& refused, Act act) {
    auto const person = id_in(c.request.captures[1]);
    auto const group = groups::access_group(c.db, c.actor, c.request.captures[0], needed);
    if (!group) return group.error();
    if (!person) return base::not_found();
    if (refused) return *refused;
    base::result<void> const done = act(*group, *person);
    if (!done) return done.error();
    return no_content();
}

}  // namespace

answer mine(call& c) {
    if (auto p = only_parameters(c, {})) return *p;
    auto const group = groups::access_group(c.db, c.actor, c.request.captures[0], need::know);
    if (!group) return group.error();
    return ok(c.db.one(sql::mine, c.actor.person, group->id()));
}

answer requests(call& c) { return list_for_hosts(c, "requests", sql::requests); }
answer invitations(call& c) { return list_for_hosts(c, "invitations", sql::invitations); }

answer answer_request(call& c) {
    base::object_reader in(c.request.body);
    auto const admit = in.boolean("admit");
    auto reason = in.optional_text("reason", message_text).value_or("");
    return to_person(c, need::moderate, in.problem(), [&](auto const& group, auto person) {
        return memberships::answer_request(c.db, c.actor, group, person, admit, std::move(reason));
    });
}

answer change_role(call& c) {
    base::object_reader in(c.request.body);
    auto const role = in.choice("role", {"member", "host", "moderator", "owner"});
    return to_person(c, need::moderate, in.problem(), [&](auto const& group, auto person) {
        return memberships::change_role(c.db, c.actor, group, person, role);
    });
}

answer remove(call& c) {
    return to_person(c, need::moderate, no_fields(c),
                     [&](auto const& group, auto person) { return memberships::remove(c.db, c.actor, group, person); });
}

answer transfer(call& c) {
    base::object_reader in(c.request.body);
    auto const person = in.integer("person");
    auto const refused = in.problem();
    auto const group = groups::access_group(c.db, c.actor, c.request.captures[0], need::own);
    if (!group) return group.error();
    if (refused) return *refused;
    auto const done = memberships::transfer(c.db, c.actor, *group, person);
    if (!done) return done.error();
    return no_content();
}

answer invite(call& c) {
    base::object_reader in(c.request.body);
    invitation wanted;
    wanted.role = in.choice("role", {"member", "guest"});
    wanted.message = in.optional_text("message", message_text).value_or("");
    return to_person(c, need::write, in.problem(), [&](auto const& group, auto person) {
        wanted.person = person;
        return memberships::invite(c.db, c.actor, group, std::move(wanted));
    });
}

answer withdraw(call& c) {
    return to_person(c, need::write, no_fields(c), [&](auto const& group, auto person) -> base::result<void> {
        if (groups::rank_of(*group.role()) < groups::rank_of("host")) return base::forbidden("not_a_host");
        memberships::withdraw(c.db, c.actor, group, person);
        return {};
    });
}

answer set_level(call& c) {
    base::object_reader in(c.request.body);
    auto const level = in.choice("level", {"everything", "questions", "mentions", "muted"});
    auto const refused = in.problem();
    auto const group = groups::access_group(c.db, c.actor, c.request.captures[0], need::read);
    if (!group) return group.error();
    if (!group->role()) return base::forbidden("not_a_member");
    if (refused) return *refused;
    c.db.run(sql::set_level, group->id(), c.actor.person, level);
    return no_content();
}

answer thread_level(call& c) {
    if (auto p = only_parameters(c, {})) return *p;
    auto const id = id_in(c.request.captures[0]);
    if (!id) return base::not_found();
    auto const thread = threads::access_thread(c.db, c.actor, *id, need::read);
    if (!thread) return thread.error();
    return ok(c.db.one(sql::thread_level, thread->id(), c.actor.person, thread->group()));
}

answer set_thread_level(call& c) {
    auto const id = id_in(c.request.captures[0]);
    if (!id) return base::not_found();
    base::object_reader in(c.request.body);
    auto const level = in.choice("level", {"everything", "mentions", "muted"});
    auto const refused = in.problem();
    auto const thread = threads::access_thread(c.db, c.actor, *id, need::read);
    if (!thread) return thread.error();
    if (refused) return *refused;
    c.db.run(sql::set_thread_level, thread->id(), c.actor.person, level);
    return no_content();
}

answer forget_thread_level(call& c) {
    auto const id = id_in(c.request.captures[0]);
    if (!id) return base::not_found();
    if (auto p = no_fields(c)) return *p;
    auto const thread = threads::access_thread(c.db, c.actor, *id, need::read);
    if (!thread) return thread.error();
    c.db.run(sql::forget_thread_level, thread->id(), c.actor.person);
    return no_content();
}

}  // namespace plaza::domain::memberships::http
