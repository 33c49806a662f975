// SPDX-License-Identifier: EUPL-1.2
#include "domain/groups/groups_http.hpp"

#include "base/strict_json.hpp"
#include "domain/groups/groups.hpp"
#include "domain/groups/groups_sql.hpp"

#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

namespace plaza::domain::groups::http {
namespace {

constexpr base::text_limits slug_text{2, 50, false};
constexpr base::text_limits name_text{1, 100, false};
constexpr base::text_limits description_text{0, 2000, true};

}  // namespace

answer list(call& c) {
    if (auto p = only_parameters(c, {"q", "mine", "limit", "before"})) return *p;
    auto const mine = c.request.query_value("mine");
    if (!mine.empty() && mine != "true" && mine != "false") return base::invalid("mine", "not_a_boolean");
    auto words = words_parameter(c);
    if (!words) return words.error();
    auto page = read_page(c, "groups", 1);
    if (!page) return page.error();
    std::optional<std::int64_t> after;
    if (!page->after.empty()) after = page->after[0];
    auto const found = c.db.one(sql::list, c.actor.person, *words, mine == "true", after, page->limit);
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
    if (auto p = only_parameters(c, {"limit", "before"})) return *p;
    auto page = read_page(c, "members", 2);
    if (!page) return page.error();
    auto const group = access_group(c.db, c.actor, c.request.captures[0], need::read);
    if (!group) return group.error();
    std::optional<std::int64_t> since, person;
    if (!page->after.empty()) {
        since = page->after[0];
        person = page->after[1];
    }
    auto const found = c.db.one(sql::members, group->id(), since, person, page->limit);
    return ok(list_body(c, "members", found.items, next_keys(found.more, {found.last_at, found.last_id})));
}

answer join(call& c) {
    if (auto p = no_fields(c)) return *p;
    auto state = groups::join(c.db, c.actor, c.request.captures[0]);
    if (!state) return state.error();
    return ok(boost::json::serialize(boost::json::value{{"state", *state}}));
}

answer leave(call& c) {
    auto left = groups::leave(c.db, c.actor, c.request.captures[0]);
    if (!left) return left.error();
    return no_content();
}

}  // namespace plaza::domain::groups::http
