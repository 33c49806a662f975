// SPDX-License-Identifier: EUPL-1.2
#include "domain/notifications/notifications_http.hpp"

#include "base/strict_json.hpp"
#include "domain/notifications/notifications.hpp"
#include "domain/notifications/notifications_sql.hpp"

#include <charconv>
#include <chrono>

namespace plaza::domain::notifications::http {
namespace {

/// A moment as the interface writes it, `2026-11-22T09:30:00.000Z`, in microseconds since 1970.
std::optional<std::int64_t> moment(std::string_view text) {
    constexpr std::string_view form = "0000-00-00T00:00:00.000Z";
    if (text.size() != form.size()) return std::nullopt;
    for (std::size_t i = 0; i < form.size(); ++i) {
        bool const digit = text[i] >= '0' && text[i] <= '9';
        if (form[i] == '0' ? !digit : text[i] != form[i]) return std::nullopt;
    }
    auto const number = [&](std::size_t at, std::size_t length) {
        int value = 0;
        std::from_chars(text.data() + at, text.data() + at + length, value);
        return value;
    };
    using namespace std::chrono;
    auto const date = year(number(0, 4)) / month(static_cast<unsigned>(number(5, 2))) / day(static_cast<unsigned>(number(8, 2)));
    if (!date.ok() || number(11, 2) > 23 || number(14, 2) > 59 || number(17, 2) > 59) return std::nullopt;
    auto const at = sys_days(date) + hours(number(11, 2)) + minutes(number(14, 2)) + seconds(number(17, 2)) +
                    milliseconds(number(20, 3));
    return duration_cast<microseconds>(at.time_since_epoch()).count();
}

}  // namespace

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
    auto const text = in.text("up_to", {1, 40, false});
    auto const up_to = moment(text);
    if (!text.empty() && !up_to) in.refuse("up_to", "not_a_moment");
    if (auto p = in.problem()) return *p;
    notifications::mark_all_read(c.db, c.actor, *up_to);
    return no_content();
}

}  // namespace plaza::domain::notifications::http
