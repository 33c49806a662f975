// SPDX-License-Identifier: EUPL-1.2
#include "domain/accountability/audit_http.hpp"

#include "base/text.hpp"
#include "domain/accountability/audit.hpp"
#include "domain/accountability/audit_sql.hpp"

#include <algorithm>

namespace plaza::domain::audit::http {
namespace {

bool action_word(std::string_view text) {
    return text.size() <= 60 &&
           std::all_of(text.begin(), text.end(), [](char c) { return (c >= 'a' && c <= 'z') || c == '.' || c == '_'; });
}

base::result<std::optional<std::int64_t>> id_parameter(call const& c, std::string_view name) {
    auto const value = c.request.query_value(name);
    if (value.empty()) return std::optional<std::int64_t>();
    auto const id = id_in(value);
    if (!id) return base::invalid(std::string(name), "not_an_identifier");
    return id;
}

}  // namespace

answer list(call& c) {
    if (auto p = only_parameters(c, {"action", "actor", "object", "limit", "before"})) return *p;
    std::string const action(c.request.query_value("action"));
    if (!action_word(action)) return base::invalid("action", "unknown_value");
    auto const actor = id_parameter(c, "actor");
    if (!actor) return actor.error();
    auto const object = id_parameter(c, "object");
    if (!object) return object.error();
    auto page = read_page(c, "audit", 1);
    if (!page) return page.error();
    std::optional<std::int64_t> before;
    if (!page->after.empty()) before = page->after[0];
    auto const found = c.db.one(sql::list, c.actor.person, action, *actor, *object, before, page->limit);
    // Once for each reading, not for each of its pages; after looking, so that it does not show itself.
    if (!before) {
        write(c.db, c.actor, "audit.read", "", 0,
              {{"action", action},
               {"actor", *actor ? std::to_string(**actor) : ""},
               {"object", *object ? std::to_string(**object) : ""}});
    }
    return ok(list_body(c, "audit", found.items, next_keys(found.more, {found.last_seq})));
}

answer state(call& c) {
    if (auto p = only_parameters(c, {})) return *p;
    auto const broken = first_break(c.db);
    return ok("{\"sound\":" + std::string(broken ? "false" : "true") +
              ",\"first_break\":" + (broken ? std::to_string(*broken) : "null") + "}");
}

}  // namespace plaza::domain::audit::http
