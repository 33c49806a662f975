// SPDX-License-Identifier: EUPL-1.2
#include "domain/waiting/waiting_http.hpp"

#include "base/text.hpp"
#include "domain/directory/directory_sql.hpp"
#include "domain/groups/groups.hpp"
#include "domain/threads/threads.hpp"
#include "domain/waiting/waiting_sql.hpp"

namespace plaza::domain::waiting::http {
namespace {

/// What is mine to answer is no older: what waits longer does so for more than a passer-by.
constexpr int days_of_mine = 90;

/// What somebody asks to see of the queue.
struct asked {
    std::string scope;
    std::string group;
    std::string tag;
    std::string order;
    bool like_me;
};

base::result<asked> read_asked(call& c) {
    auto scope = choice_parameter(c, "scope", {"mine", "group", "tag", "network"});
    if (!scope) return scope.error();
    if (scope->empty()) *scope = "network";
    std::string const group(c.request.query_value("group"));
    if (group.empty() != (*scope != "group"))
        return base::invalid("group", group.empty() ? "required" : "unknown_value");
    auto tag = base::clean_text(c.request.query_value("tag"), {0, threads::longest_tag, false});
    if (!tag) return base::invalid("tag", tag.error().type);
    if (tag->empty() != (*scope != "tag")) return base::invalid("tag", tag->empty() ? "required" : "unknown_value");
    auto order = choice_parameter(c, "order", {"oldest", "newest", "fit"});
    if (!order) return order.error();
    if (*order == "fit" && *scope != "mine") return base::invalid("order", "unknown_value");
    if (order->empty()) *order = *scope == "mine" ? "fit" : "oldest";
    auto like_me = choice_parameter(c, "like_me", {"true", "false"});
    if (!like_me) return like_me.error();
    return asked{std::move(*scope), group, base::lower(*tag), std::move(*order), *like_me == "true"};
}

/// The list with what is counted besides as a further member.
answer with_counts(call& c, std::string list, std::optional<std::string> const& counts) {
    list.pop_back();
    list.append(",\"counts\":").append(counts.value_or("null")).append("}");
    return tagged(c, std::move(list));
}

}  // namespace

answer list(call& c) {
    if (auto p = only_parameters(c, {"scope", "group", "tag", "order", "like_me", "limit", "before"})) return *p;
    auto const what = read_asked(c);
    if (!what) return what.error();
    bool const mine = what->scope == "mine";
    // A cursor belongs to what was asked for.
    std::string said;
    for (auto const& part : {what->scope, what->group, what->tag, what->order}) said.append(part).append(" ");
    if (what->like_me) said.append("alike");
    auto const purpose = "questions " + base::content_tag(said);
    auto page = read_page(c, purpose, mine ? 3 : 2);
    if (!page) return page.error();
    std::optional<std::int64_t> group;
    if (what->scope == "group") {
        auto const found = groups::access_group(c.db, c.actor, what->group, groups::need::read);
        if (!found) return found.error();
        group = found->id();
    }
    if (what->like_me && !c.db.one(directory::sql::has_band, c.actor.person))
        return base::invalid("like_me", "no_band");
    auto const after = [&](std::size_t i) {
        return page->after.empty() ? std::nullopt : std::optional(page->after[i]);
    };
    if (mine) {
        auto const found = c.db.one(sql::mine, c.actor.person, days_of_mine, what->order, what->like_me, after(0),
                                    after(1), after(2), page->limit);
        return with_counts(
            c, list_body(c, purpose, found.items, next_keys(found.more, {found.last_1, found.last_2, found.last_3})),
            found.counts);
    }
    auto const found = c.db.one(sql::page, c.actor.person, group, what->tag, what->like_me, what->order == "newest",
                                after(0), after(1), page->limit);
    return with_counts(c, list_body(c, purpose, found.items, next_keys(found.more, {found.last_at, found.last_id})),
                       found.counts);
}

answer group_health(call& c) {
    if (auto p = only_parameters(c, {"days"})) return *p;
    auto const days = choice_parameter(c, "days", {"90", "365"});
    if (!days) return days.error();
    auto const group = groups::access_group(c.db, c.actor, c.request.captures[0], groups::need::read);
    if (!group) return group.error();
    constexpr int year = 365;
    constexpr int quarter = 90;
    return tagged(c, c.db.one(sql::health, group->id(), *days == "90" ? quarter : year));
}

}  // namespace plaza::domain::waiting::http
