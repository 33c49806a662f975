// SPDX-License-Identifier: EUPL-1.2
#include "domain/groups/groups_http.hpp"

#include "base/strict_json.hpp"
#include "domain/groups/groups.hpp"
#include "domain/groups/groups_sql.hpp"

#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include <limits>

namespace plaza::domain::groups::http {
namespace {

constexpr base::text_limits slug_text{2, longest_slug, false};
constexpr base::text_limits name_text{1, longest_name, false};
constexpr base::text_limits description_text{0, longest_description, true};
constexpr base::text_limits rules_text{0, longest_rules, true};
constexpr base::text_limits message_text{0, longest_message, true};

/// The group as the actor sees it, for who may read it.
answer shown(call& c, visible_group const& group) {
    c.subject = {group.id(), {}};
    return ok(c.db.one(sql::shape, c.actor.person, group.slug()));
}

}  // namespace

answer list(call& c) {
    if (auto p = only_parameters(c, {"q", "mine", "invited", "limit", "before"})) return *p;
    std::string whose;
    for (std::string_view const name : {"mine", "invited"}) {
        auto const value = c.request.query_value(name);
        if (!value.empty() && value != "true" && value != "false") return base::invalid(name, "not_a_boolean");
        if (value == "true") whose = name;
    }
    auto words = words_parameter(c);
    if (!words) return words.error();
    auto page = read_page(c, "groups", 1);
    if (!page) return page.error();
    std::optional<std::int64_t> after;
    if (!page->after.empty()) after = page->after[0];
    auto const found = c.db.one(sql::list, c.actor.person, *words, whose, after, page->limit);
    return ok(list_body(c, "groups", found.items, next_keys(found.more, {found.last_id})));
}

answer create(call& c) {
    base::object_reader in(c.request.body);
    new_group wanted;
    wanted.slug = in.text("slug", slug_text);
    wanted.name = in.text("name", name_text);
    wanted.kind = in.choice("kind", {"open", "private", "hidden"});
    wanted.description = in.text("description", description_text);
    if (!wanted.slug.empty() && !valid_slug(wanted.slug)) in.refuse("slug", "not_a_slug");
    if (auto p = in.problem()) return *p;
    auto slug = groups::create(c.db, c.actor, std::move(wanted));
    if (!slug) return slug.error();
    c.subject = {access_group(c.db, c.actor, *slug, need::read)->id(), {}};
    return created("/api/v1/groups/" + *slug, c.db.one(sql::shape, c.actor.person, *slug));
}

answer read(call& c) {
    auto const shape = c.db.row(sql::shape, c.actor.person, c.request.captures[0]);
    if (!shape) return base::not_found();
    return tagged(c, *shape);
}

answer members(call& c) {
    if (auto p = only_parameters(c, {"like_me", "limit", "before"})) return *p;
    auto const like_me = choice_parameter(c, "like_me", {"true", "false"});
    if (!like_me) return like_me.error();
    auto page = read_page(c, "members", 2);
    if (!page) return page.error();
    auto const group = access_group(c.db, c.actor, c.request.captures[0], need::read);
    if (!group) return group.error();
    std::optional<std::int64_t> since, person;
    if (!page->after.empty()) {
        since = page->after[0];
        person = page->after[1];
    }
    auto const near = *like_me == "true" ? std::optional(c.actor.person) : std::nullopt;
    auto const found = c.db.one(sql::members, group->id(), since, person, page->limit, near);
    return ok(list_body(c, "members", found.items, next_keys(found.more, {found.last_at, found.last_id})));
}

answer settle(call& c) {
    base::object_reader in(c.request.body);
    settings wanted;
    wanted.name = in.text("name", name_text);
    wanted.kind = in.choice("kind", {"open", "private", "hidden"});
    wanted.description = in.text("description", description_text);
    wanted.rules = in.text("rules", rules_text);
    wanted.welcome = in.text("welcome", rules_text);
    wanted.language = in.choice("language", {"es", "ca", "gl", "eu", "en"});
    wanted.who_starts = in.choice("who_starts", {"members", "moderators"});
    wanted.mail_content = in.optional_choice("mail_content", {"auto", "yes", "no"});
    constexpr std::size_t relations = 4;
    wanted.join_relations = in.text_list("join_relations", slug_text, relations);
    if (wanted.join_relations.empty()) in.refuse("join_relations", "required");
    for (auto const& one : wanted.join_relations) {
        if (one != "employee" && one != "elected" && one != "adviser" && one != "external") {
            in.refuse("join_relations", "unknown_value");
        }
    }
    wanted.version = static_cast<int>(in.integer("version", 1, std::numeric_limits<int>::max()));
    auto const refused = in.problem();
    auto const group = access_group(c.db, c.actor, c.request.captures[0], need::own);
    if (!group) return group.error();
    if (refused) return *refused;
    auto const settled = groups::settle(c.db, c.actor, *group, std::move(wanted));
    if (!settled) return settled.error();
    c.subject = {group->id(), {}};
    return ok(c.db.one(sql::shape, c.actor.person, *settled));
}

answer mark_official(call& c) {
    base::object_reader in(c.request.body);
    auto const official = in.boolean("official");
    auto const refused = in.problem();
    auto const group = access_group(c.db, c.actor, c.request.captures[0], need::know);
    if (!group) return group.error();
    if (refused) return *refused;
    groups::mark_official(c.db, c.actor, *group, official);
    return no_content();
}

namespace {

answer archive_or_not(call& c, bool archived) {
    if (auto p = no_fields(c)) return *p;
    auto const group = access_group(c.db, c.actor, c.request.captures[0], need::own);
    if (!group) return group.error();
    groups::archive(c.db, c.actor, *group, archived);
    return shown(c, *group);
}

}  // namespace

answer archive(call& c) { return archive_or_not(c, true); }
answer reopen(call& c) { return archive_or_not(c, false); }

answer join(call& c) {
    std::string message;
    if (!c.request.body.empty()) {
        base::object_reader in(c.request.body);
        message = in.optional_text("message", message_text).value_or("");
        if (auto p = in.problem()) return *p;
    }
    auto state = groups::join(c.db, c.actor, c.request.captures[0], std::move(message));
    if (!state) return state.error();
    return ok(boost::json::serialize(boost::json::value{{"state", *state}}));
}

answer leave(call& c) {
    if (auto p = only_parameters(c, {"successor"})) return *p;
    std::optional<std::int64_t> successor;
    if (auto const text = c.request.query_value("successor"); !text.empty()) {
        successor = id_in(text);
        if (!successor) return base::invalid("successor", "unknown");
    }
    auto left = groups::leave(c.db, c.actor, c.request.captures[0], successor);
    if (!left) return left.error();
    return no_content();
}

answer read_creation(call& c) {
    return ok(boost::json::serialize(boost::json::value{{"members_create_groups", members_create(c.db)},
                                                        {"i_may_create_groups", may_create(c.db, c.actor)}}));
}

answer set_creation(call& c) {
    base::object_reader in(c.request.body);
    auto const allowed = in.boolean("members_create_groups");
    if (auto p = in.problem()) return *p;
    let_members_create(c.db, c.actor, allowed);
    return read_creation(c);
}

}  // namespace plaza::domain::groups::http
