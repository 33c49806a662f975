// SPDX-License-Identifier: EUPL-1.2
#include "domain/notifications/notifications_http.hpp"

#include "base/strict_json.hpp"
#include "domain/administrations/codes.hpp"
#include "domain/notifications/notifications.hpp"
#include "domain/notifications/notifications_sql.hpp"
#include "persistence/array.hpp"

#include <algorithm>

namespace plaza::domain::notifications::http {
answer list(call& c) {
    if (auto p = only_parameters(c, {"limit", "before"})) return *p;
    auto page = read_page(c, "notifications", 2);
    if (!page) return page.error();
    std::optional<std::int64_t> at, id;
    if (!page->after.empty()) {
        at = page->after[0];
        id = page->after[1];
    }
    auto const found = c.db.one(sql::list, c.actor.person, at, id, page->limit);
    auto body = list_body(c, "notifications", found.items, next_keys(found.more, {found.last_at, found.last_id}));
    body.pop_back();
    return tagged(c, body + ",\"unread\":" + std::to_string(found.unread) + "}");
}

answer settings(call& c) {
    if (auto p = only_parameters(c, {})) return *p;
    return tagged(c, c.db.one(sql::settings, c.actor.person));
}

answer settle(call& c) {
    constexpr base::text_limits word{1, 32, false};
    constexpr std::size_t most_classes = 32;
    constexpr int a_day = 24 * 60;
    constexpr int a_week = 7;
    base::object_reader in(c.request.body);
    auto const shown = in.text_list("app", word, most_classes);
    auto const mailed = in.text_list("mail", word, most_classes);
    auto const from = static_cast<int>(in.integer("from_minute", 0, a_day - 1));
    auto const to = static_cast<int>(in.integer("to_minute", 1, a_day));
    auto const days = in.integer_list("days", 1, a_week, a_week);
    auto const zone = in.choice("zone", {"Europe/Madrid", "Atlantic/Canary"});
    auto const away = in.optional_text("away_until", {1, 10, false});
    auto const has = [](auto const& list, auto const& one) {
        return std::find(list.begin(), list.end(), one) != list.end();
    };
    auto const classes = c.db.rows(sql::classes);
    auto const known = [&](std::string const& name) {
        return std::any_of(classes.begin(), classes.end(), [&](auto const& one) { return one.name == name; });
    };
    if (!std::all_of(shown.begin(), shown.end(), known)) in.refuse("app", "unknown_value");
    if (!std::all_of(mailed.begin(), mailed.end(), known)) in.refuse("mail", "unknown_value");
    for (auto const& one : classes) {
        if (one.fixed && !has(shown, one.name)) in.refuse("app", "always_in_application");
        // A letter tells of what the application shows.
        if (has(mailed, one.name) && !has(shown, one.name)) in.refuse("mail", "only_with_application");
    }
    if (to <= from) in.refuse("to_minute", "not_after_start");
    if (days.empty()) in.refuse("days", "required");
    if (away && !administrations::valid_date(*away)) in.refuse("away_until", "not_a_moment");
    if (auto p = in.problem()) return *p;
    if (away && !c.db.one(sql::within_a_year, *away)) return base::invalid("away_until", "too_late");
    c.db.one(sql::settle, c.actor.person, persistence::array_of(shown), persistence::array_of(mailed), from, to,
             persistence::array_of(days), zone, away);
    return ok(c.db.one(sql::settings, c.actor.person));
}

answer mark_read(call& c) {
    auto const id = id_in(c.request.captures[0]);
    if (!id) return base::not_found();
    if (auto p = no_fields(c)) return *p;
    auto const marked = notifications::mark_read(c.db, c.actor, *id);
    if (!marked) return marked.error();
    return no_content();
}

answer mark_all_read(call& c) {
    base::object_reader in(c.request.body);
    auto const up_to = moment_field(in, "up_to");
    if (auto p = in.problem()) return *p;
    notifications::mark_all_read(c.db, c.actor, *up_to);
    return no_content();
}

}  // namespace plaza::domain::notifications::http
