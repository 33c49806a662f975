// SPDX-License-Identifier: EUPL-1.2
#include "domain/threads/threads_http.hpp"

#include "base/strict_json.hpp"
#include "domain/files/files.hpp"
#include "domain/norms/norms.hpp"
#include "domain/threads/fields.hpp"
#include "domain/threads/threads.hpp"
#include "domain/threads/threads_sql.hpp"

#include <boost/json/serialize.hpp>
#include <boost/json/string.hpp>

#include <charconv>
#include <limits>

namespace plaza::domain::threads::http {
namespace {

constexpr int largest_number = std::numeric_limits<int>::max();

/// The page of a thread: its shape with the posts put in as the last member.
std::string with_posts(std::string thread, std::string const& posts) {
    constexpr std::string_view member = ",\"posts\":";
    thread.pop_back();
    thread.reserve(thread.size() + member.size() + posts.size() + 1);
    thread.append(member).append(posts).append("}");
    return thread;
}

std::string place_json(sql::place_row const& place) {
    return "{\"thread\":" + std::to_string(place.thread) + ",\"number\":" + std::to_string(place.number) + "}";
}

}  // namespace

namespace {

/// Towns like mine: those of the same band, of my province first.
answer list_like_me(call& c, std::string const& kind, std::string const& state) {
    auto page = read_page(c, "group_threads_like_me", 3);
    if (!page) return page.error();
    auto const group = groups::access_group(c.db, c.actor, c.request.captures[0], groups::need::read);
    if (!group) return group.error();
    std::optional<std::int64_t> near, at, id;
    if (!page->after.empty()) {
        near = page->after[0];
        at = page->after[1];
        id = page->after[2];
    }
    auto const found = c.db.one(sql::list_like_me, group->id(), c.actor.person, kind, state, near, at, id, page->limit);
    return tagged(c, list_body(c, "group_threads_like_me", found.items,
                               next_keys(found.more, {found.last_near, found.last_at, found.last_id})));
}

}  // namespace

answer list_in_group(call& c) {
    if (auto p = only_parameters(c, {"kind", "state", "like_me", "limit", "before"})) return *p;
    auto kind =
        choice_parameter(c, "kind", {"question", "update", "article", "announcement", "poll", "event", "thanks"});
    if (!kind) return kind.error();
    auto state = choice_parameter(c, "state", {"unanswered", "answered", "solved"});
    if (!state) return state.error();
    auto like_me = choice_parameter(c, "like_me", {"true", "false"});
    if (!like_me) return like_me.error();
    if (*like_me == "true") return list_like_me(c, *kind, *state);
    auto page = read_page(c, "group_threads", 2);
    if (!page) return page.error();
    auto const group = groups::access_group(c.db, c.actor, c.request.captures[0], groups::need::read);
    if (!group) return group.error();
    std::optional<std::int64_t> at, id;
    if (!page->after.empty()) {
        at = page->after[0];
        id = page->after[1];
    }
    auto const found = c.db.one(sql::list_in_group, group->id(), c.actor.person, *kind, *state, at, id, page->limit);
    return tagged(c, list_body(c, "group_threads", found.items, next_keys(found.more, {found.last_at, found.last_id})));
}

answer start(call& c) {
    base::object_reader in(c.request.body);
    new_thread wanted;
    wanted.kind = in.choice("kind", {"question", "update", "article", "thanks"});
    wanted.title = read_title(in);
    wanted.body = read_body(in);
    wanted.appointment = in.optional_integer("appointment");
    wanted.tags = read_tags(in);
    auto const refused = in.problem();
    auto const group = groups::access_group(c.db, c.actor, c.request.captures[0], groups::need::write);
    if (!group) return group.error();
    if (auto refusal = groups::may_start(c.db, *group)) return *refusal;
    if (refused) return *refused;
    auto const id = threads::start(c.db, c.actor, *group, std::move(wanted));
    if (!id) return id.error();
    c.subject = {group->id(), {}};
    return created("/api/v1/threads/" + std::to_string(*id), c.db.one(sql::shape, c.actor.person, *id));
}

answer read(call& c) {
    if (auto p = only_parameters(c, {"order", "limit", "before"})) return *p;
    auto const id = id_in(c.request.captures[0]);
    if (!id) return base::not_found();
    auto order = choice_parameter(c, "order", {"number", "best"});
    if (!order) return order.error();
    bool const best = *order == "best";
    std::string_view const purpose = best ? "thread_best" : "thread_number";
    auto page = read_page(c, purpose, best ? 4 : 1);
    if (!page) return page.error();
    auto const& after = page->after;
    auto const at = [&](std::size_t i) { return after.empty() ? 0 : static_cast<int>(after[i]); };
    std::optional<int> first;
    if (best && !after.empty()) first = at(0);
    auto const found =
        best ? c.db.one(sql::page_best, c.actor.person, *id, first, after.empty() ? 0 : at(1),
                        after.empty() ? 0 : at(2), after.empty() ? 0 : at(3), page->limit, posts_page_bytes)
             : c.db.one(sql::page_by_number, c.actor.person, *id, at(0), page->limit, posts_page_bytes);
    if (!found.thread) {
        // Of a thread that is there its first post is, so this finds what was merged into another.
        auto const place = c.db.row(sql::moved, c.actor.person, *id, 1);
        if (!place) return base::not_found();
        auto elsewhere = ok(place_json(*place));
        elsewhere.status = 308;
        elsewhere.headers.add("Location", "/api/v1/threads/" + std::to_string(place->thread));
        return elsewhere;
    }
    std::vector<std::int64_t> const next =
        best ? next_keys(found.more, {found.accepted, found.useful, found.top, found.number})
             : next_keys(found.more, {found.number});
    return tagged(c, with_posts(*found.thread, list_body(c, purpose, found.items, next)));
}

answer moved(call& c) {
    if (auto p = only_parameters(c, {"number"})) return *p;
    auto const id = id_in(c.request.captures[0]);
    auto const number = id_in(c.request.query_value("number"));
    if (!id) return base::not_found();
    if (!number || *number > largest_number) return base::invalid("number", "out_of_range");
    auto const place = c.db.row(sql::moved, c.actor.person, *id, static_cast<int>(*number));
    if (!place) return base::not_found();
    return ok(place_json(*place));
}

answer posts(call& c) {
    if (auto p = only_parameters(c, {"after", "limit"})) return *p;
    auto const id = id_in(c.request.captures[0]);
    if (!id) return base::not_found();
    int after = 0;
    if (auto const text = c.request.query_value("after"); !text.empty()) {
        auto const parsed = std::from_chars(text.data(), text.data() + text.size(), after);
        if (parsed.ec != std::errc() || parsed.ptr != text.data() + text.size() || after < 0) {
            return base::invalid("after", "out_of_range");
        }
    }
    auto page = read_page(c, "posts", 1);
    if (!page) return page.error();
    auto const thread = access_thread(c.db, c.actor, *id, groups::need::read);
    if (!thread) return thread.error();
    auto const found = c.db.one(sql::posts_after, c.actor.person, *id, after, page->limit, posts_page_bytes);
    return tagged(c, list_body(c, "thread_number", found.items, next_keys(found.more, {found.last_number})));
}

answer write(call& c) {
    auto const id = id_in(c.request.captures[0]);
    if (!id) return base::not_found();
    base::object_reader in(c.request.body);
    new_post wanted;
    wanted.role = in.choice("role", {"answer", "reply", "comment"});
    wanted.body = read_body(in);
    wanted.weight = read_weight(in);
    if (auto const parent = in.optional_integer("parent", 1, largest_number)) wanted.parent = static_cast<int>(*parent);
    wanted.appointment = in.optional_integer("appointment");
    auto const refused = in.problem();
    auto const thread = access_thread(c.db, c.actor, *id, groups::need::write);
    if (!thread) return thread.error();
    if (refused) return *refused;
    auto const post = threads::write(c.db, c.actor, *thread, std::move(wanted));
    if (!post) return post.error();
    c.subject = {thread->group(), post->id};
    return created("/api/v1/threads/" + std::to_string(*id) + "/posts?after=" + std::to_string(post->number - 1),
                   c.db.one(sql::own_post_shape, c.actor.person, post->id));
}

answer mark_read(call& c) {
    auto const id = id_in(c.request.captures[0]);
    if (!id) return base::not_found();
    base::object_reader in(c.request.body);
    auto const number = in.integer("number", 1, largest_number);
    auto const refused = in.problem();
    auto const thread = access_thread(c.db, c.actor, *id, groups::need::read);
    if (!thread) return thread.error();
    if (refused) return *refused;
    threads::mark_read(c.db, c.actor, *thread, static_cast<int>(number));
    return no_content();
}

answer bury(call& c) {
    auto const id = id_in(c.request.captures[0]);
    if (!id) return base::not_found();
    auto const post = access_post(c.db, c.actor, *id, groups::need::write);
    if (!post) return post.error();
    auto const buried = threads::bury(c.db, c.actor, *post);
    if (!buried) return buried.error();
    return no_content();
}

answer preview(call& c) {
    base::object_reader in(c.request.body);
    auto const body = read_body(in);
    if (auto p = in.problem()) return *p;
    auto const text = norms::recognise(c.db, body, {}, files::in_preview(c.db, c.actor, body).finder());
    if (!text) return base::invalid("body", text.error().type);
    return ok("{\"html\":" + boost::json::serialize(boost::json::string(text->html)) + "}");
}

}  // namespace plaza::domain::threads::http
