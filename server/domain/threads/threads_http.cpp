// SPDX-License-Identifier: EUPL-1.2
#include "domain/threads/threads_http.hpp"

#include "base/markdown.hpp"
#include "base/strict_json.hpp"
#include "domain/threads/threads.hpp"
#include "domain/threads/threads_sql.hpp"

#include <boost/json/serialize.hpp>
#include <boost/json/string.hpp>

#include <charconv>
#include <limits>

namespace plaza::domain::threads::http {
namespace {

constexpr base::text_limits title_text{1, longest_title, false};
constexpr base::text_limits body_text{1, longest_body, true};
constexpr base::text_limits tag_text{1, longest_tag, false};
constexpr int largest_number = std::numeric_limits<int>::max();

std::string read_body(base::object_reader& in) {
    auto body = in.text("body", body_text);
    if (body.size() > longest_body) in.refuse("body", "too_long");
    return body;
}

/// What a person types as a tag, as it is kept: lower case, words joined by hyphens, no leading #.
std::string tag_name(std::string name) {
    while (name.starts_with('#')) name.erase(0, 1);
    for (auto& ch : name) {
        if (ch == ' ') ch = '-';
    }
    return base::lower(name);
}

/// The page of a thread: its shape with the posts put in as the last member.
std::string with_posts(std::string thread, std::string const& posts) {
    constexpr std::string_view member = ",\"posts\":";
    thread.pop_back();
    thread.reserve(thread.size() + member.size() + posts.size() + 1);
    thread.append(member).append(posts).append("}");
    return thread;
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
    auto kind = choice_parameter(c, "kind", {"question", "update", "article", "announcement", "poll", "event", "thanks"});
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
    wanted.kind = in.choice("kind", {"question", "update", "article"});
    wanted.title = in.text("title", title_text);
    wanted.body = read_body(in);
    wanted.appointment = in.optional_integer("appointment");
    for (auto& tag : in.text_list("tags", tag_text, most_tags)) {
        auto name = tag_name(std::move(tag));
        if (!valid_tag(name)) in.refuse("tags", "not_a_tag");
        wanted.tags.push_back(std::move(name));
    }
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
    if (!found.thread) return base::not_found();
    std::vector<std::int64_t> const next =
        best ? next_keys(found.more, {found.accepted, found.useful, found.top, found.number})
             : next_keys(found.more, {found.number});
    return tagged(c, with_posts(*found.thread, list_body(c, purpose, found.items, next)));
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

answer edit(call& c) {
    auto const id = id_in(c.request.captures[0]);
    if (!id) return base::not_found();
    base::object_reader in(c.request.body);
    auto body = read_body(in);
    auto const refused = in.problem();
    auto const post = access_post(c.db, c.actor, *id, groups::need::write);
    if (!post) return post.error();
    if (refused) return *refused;
    auto const edited = threads::edit(c.db, c.actor, *post, std::move(body));
    if (!edited) return edited.error();
    c.subject = {post->thread.group(), *id};
    return ok(c.db.one(sql::post_shape, c.actor.person, *id));
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

answer revisions(call& c) {
    if (auto p = only_parameters(c, {"limit", "before"})) return *p;
    auto const id = id_in(c.request.captures[0]);
    if (!id) return base::not_found();
    auto page = read_page(c, "revisions", 1);
    if (!page) return page.error();
    auto const post = access_post(c.db, c.actor, *id, groups::need::read);
    if (!post) return post.error();
    std::optional<std::int64_t> before;
    if (!page->after.empty()) before = page->after[0];
    auto const found = c.db.one(sql::revisions, *id, before, page->limit);
    return ok(list_body(c, "revisions", found.items, next_keys(found.more, {found.last_id})));
}

answer preview(call& c) {
    base::object_reader in(c.request.body);
    auto const body = read_body(in);
    if (auto p = in.problem()) return *p;
    auto html = base::to_html(body);
    if (!html) return base::invalid("body", html.error().type);
    return ok("{\"html\":" + boost::json::serialize(boost::json::string(*html)) + "}");
}

}  // namespace plaza::domain::threads::http
