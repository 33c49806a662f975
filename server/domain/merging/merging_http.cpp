// SPDX-License-Identifier: EUPL-1.2
#include "domain/merging/merging_http.hpp"

#include "base/strict_json.hpp"
#include "domain/console/console.hpp"
#include "domain/console/console_sql.hpp"
#include "domain/merging/merging.hpp"

namespace plaza::domain::merging::http {
namespace {

constexpr base::text_limits reason_text{1, console::longest_reason, false};

}  // namespace

answer preview(call& c) {
    if (auto p = only_parameters(c, {"into"})) return *p;
    auto const gone = id_in(c.request.captures[0]);
    auto const kept = id_in(c.request.query_value("into"));
    if (!gone || !kept) return base::not_found();
    auto shown = merging::preview(c.db, c.actor, *gone, *kept);
    if (!shown) return shown.error();
    return ok(std::move(*shown));
}

answer merge(call& c) {
    auto const gone = id_in(c.request.captures[0]);
    if (!gone) return base::not_found();
    base::object_reader in(c.request.body);
    auto const kept = in.integer("into");
    auto const reason = in.text("reason", reason_text);
    if (auto p = in.problem()) return *p;
    auto const done = merging::merge(c.db, c.actor, *gone, kept, reason);
    if (!done) return done.error();
    return ok(c.db.one(console::sql::shape, kept));
}

}  // namespace plaza::domain::merging::http
