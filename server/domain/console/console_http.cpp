// SPDX-License-Identifier: EUPL-1.2
#include "domain/console/console_http.hpp"

#include "base/strict_json.hpp"
#include "domain/console/console.hpp"
#include "domain/console/console_sql.hpp"

namespace plaza::domain::console::http {
namespace {

constexpr base::text_limits reason_text{1, longest_reason, false};

/// The person as they are now, after an act on them.
answer outcome(call& c, std::int64_t person, base::result<void> const& done) {
    if (!done) return done.error();
    return ok(c.db.one(sql::shape, person));
}

}  // namespace

answer list(call& c) {
    if (auto p = only_parameters(c, {"q", "status", "role", "limit", "before"})) return *p;
    auto words = words_parameter(c);
    if (!words) return words.error();
    auto status = choice_parameter(c, "status", {"active", "suspended", "imported", "erased"});
    if (!status) return status.error();
    auto role = choice_parameter(c, "role", {"administrator", "auditor", "network_host"});
    if (!role) return role.error();
    auto page = read_page(c, "console_people", 1);
    if (!page) return page.error();
    std::optional<std::int64_t> after;
    if (!page->after.empty()) after = page->after[0];
    auto const found = c.db.one(sql::list, *words, *status, *role, after, page->limit);
    return ok(list_body(c, "console_people", found.items, next_keys(found.more, {found.last_id})));
}

answer read(call& c) {
    auto const id = id_in(c.request.captures[0]);
    if (!id) return base::not_found();
    auto shape = c.db.row(sql::shape, *id);
    if (!shape) return base::not_found();
    return ok(std::move(*shape));
}

answer suspend(call& c) {
    auto const id = id_in(c.request.captures[0]);
    if (!id) return base::not_found();
    base::object_reader in(c.request.body);
    auto reason = in.text("reason", reason_text);
    if (auto p = in.problem()) return *p;
    return outcome(c, *id, console::suspend(c.db, c.actor, *id, std::move(reason)));
}

answer reinstate(call& c) {
    auto const id = id_in(c.request.captures[0]);
    if (!id) return base::not_found();
    return outcome(c, *id, console::reinstate(c.db, c.actor, *id));
}

answer set_role(call& c) {
    auto const id = id_in(c.request.captures[0]);
    if (!id) return base::not_found();
    base::object_reader in(c.request.body);
    auto const role = in.choice("role", {"none", "administrator", "auditor", "network_host"});
    if (auto p = in.problem()) return *p;
    std::optional<std::string> wanted;
    if (role != "none") wanted = role;
    return outcome(c, *id, console::set_role(c.db, c.actor, *id, std::move(wanted)));
}

answer reset_second_factor(call& c) {
    auto const id = id_in(c.request.captures[0]);
    if (!id) return base::not_found();
    base::object_reader in(c.request.body);
    auto const reason = in.text("reason", reason_text);
    if (auto p = in.problem()) return *p;
    return outcome(c, *id, console::reset_second_factor(c.db, c.actor, *id, reason));
}

answer end_sessions(call& c) {
    auto const id = id_in(c.request.captures[0]);
    if (!id) return base::not_found();
    auto const done = console::end_sessions(c.db, c.actor, *id);
    if (!done) return done.error();
    return no_content();
}

}  // namespace plaza::domain::console::http
