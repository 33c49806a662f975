// SPDX-License-Identifier: EUPL-1.2
#include "domain/order/order_http.hpp"

#include "base/strict_json.hpp"
#include "domain/order/order.hpp"
#include "domain/order/order_sql.hpp"
#include "domain/threads/fields.hpp"
#include "domain/threads/threads_sql.hpp"

#include <algorithm>
#include <limits>

namespace plaza::domain::order::http {
namespace {

constexpr base::text_limits reason_text{1, longest_reason, false};
/// With the ending of a hidden group.
constexpr base::text_limits slug_text{1, 80, false};

}  // namespace

answer close(call& c) {
    auto const id = id_in(c.request.captures[0]);
    if (!id) return base::not_found();
    base::object_reader in(c.request.body);
    auto const reason = in.text("reason", reason_text);
    auto const refused = in.problem();
    auto const thread = threads::access_thread(c.db, c.actor, *id, groups::need::write);
    if (!thread) return thread.error();
    if (refused) return *refused;
    auto const done = order::close(c.db, c.actor, *thread, reason);
    if (!done) return done.error();
    c.subject = {thread->group(), {}};
    return ok(c.db.one(threads::sql::shape, c.actor.person, *id));
}

answer reopen(call& c) {
    if (auto p = no_fields(c)) return *p;
    auto const id = id_in(c.request.captures[0]);
    if (!id) return base::not_found();
    auto const thread = threads::access_thread(c.db, c.actor, *id, groups::need::write);
    if (!thread) return thread.error();
    auto const done = order::reopen(c.db, c.actor, *thread);
    if (!done) return done.error();
    c.subject = {thread->group(), {}};
    return ok(c.db.one(threads::sql::shape, c.actor.person, *id));
}

answer mark_duplicate(call& c) {
    auto const id = id_in(c.request.captures[0]);
    if (!id) return base::not_found();
    base::object_reader in(c.request.body);
    auto const of = in.integer("of");
    auto const reason = in.optional_text("reason", {0, longest_reason, false}).value_or("");
    auto const refused = in.problem();
    // Before the question itself: of two that are each said to be the same as the other, neither waits for the other for ever.
    if (!refused) c.db.run(sql::hold_duplicates);
    auto const thread = threads::access_thread(c.db, c.actor, *id, groups::need::write);
    if (!thread) return thread.error();
    if (refused) return *refused;
    auto const done = order::mark_duplicate(c.db, c.actor, *thread, of, reason);
    if (!done) return done.error();
    c.subject = {thread->group(), {}};
    return ok(c.db.one(threads::sql::shape, c.actor.person, *id));
}

answer destinations(call& c) {
    if (auto p = only_parameters(c, {})) return *p;
    auto const id = id_in(c.request.captures[0]);
    if (!id) return base::not_found();
    auto const thread = threads::access_thread(c.db, c.actor, *id, groups::need::read);
    if (!thread) return thread.error();
    if (!moderates(*thread)) return base::forbidden("not_a_moderator");
    return ok(list_body(c, "destinations", c.db.one(sql::destinations, c.actor.person, *id), {}));
}

answer move(call& c) {
    auto const id = id_in(c.request.captures[0]);
    if (!id) return base::not_found();
    base::object_reader in(c.request.body);
    auto const group = in.text("group", slug_text);
    auto const reason = in.text("reason", reason_text);
    auto const refused = in.problem();
    auto const thread = threads::access_thread(c.db, c.actor, *id, groups::need::write);
    if (!thread) return thread.error();
    if (refused) return *refused;
    auto const done = order::move(c.db, c.actor, *thread, group, reason);
    if (!done) return done.error();
    auto const moved = threads::access_thread(c.db, c.actor, *id, groups::need::read);
    if (!moved) return moved.error();
    c.subject = {moved->group(), {}};
    return ok(c.db.one(threads::sql::shape, c.actor.person, *id));
}

answer merge(call& c) {
    auto const id = id_in(c.request.captures[0]);
    if (!id) return base::not_found();
    base::object_reader in(c.request.body);
    auto const into = in.integer("into");
    auto const reason = in.text("reason", reason_text);
    auto const refused = in.problem();
    auto const open = [&](std::int64_t thread) {
        return threads::access_thread(c.db, c.actor, thread, groups::need::write);
    };
    // The lower one first, so that of two who merge the same ones neither waits for the other for ever.
    auto const first = open(refused ? *id : std::min(*id, into));
    auto const second = open(refused ? *id : std::max(*id, into));
    auto const& gone = refused || *id < into ? first : second;
    auto const& kept = refused || *id < into ? second : first;
    if (!gone) return gone.error();
    if (refused) return *refused;
    if (!kept) return kept.error().status == 404 ? base::invalid("into", "unknown") : kept.error();
    auto const done = order::merge(c.db, c.actor, *gone, *kept, reason);
    if (!done) return done.error();
    c.subject = {kept->group(), {}};
    return ok(c.db.one(threads::sql::shape, c.actor.person, kept->id()));
}

answer split(call& c) {
    auto const id = id_in(c.request.captures[0]);
    if (!id) return base::not_found();
    base::object_reader in(c.request.body);
    split_off wanted;
    wanted.numbers = in.integer_list("numbers", 1, std::numeric_limits<int>::max(), most_split);
    wanted.kind = in.choice("kind", {"question", "update"});
    wanted.title = threads::read_title(in);
    wanted.reason = in.text("reason", reason_text);
    auto const refused = in.problem();
    auto const thread = threads::access_thread(c.db, c.actor, *id, groups::need::write);
    if (!thread) return thread.error();
    if (refused) return *refused;
    auto const made = order::split(c.db, c.actor, *thread, std::move(wanted));
    if (!made) return made.error();
    c.subject = {thread->group(), {}};
    return created("/api/v1/threads/" + std::to_string(*made), c.db.one(threads::sql::shape, c.actor.person, *made));
}

}  // namespace plaza::domain::order::http
