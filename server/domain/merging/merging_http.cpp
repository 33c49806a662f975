// SPDX-License-Identifier: EUPL-1.2
#include "domain/merging/merging_http.hpp"

#include "base/strict_json.hpp"
#include "domain/console/console.hpp"
#include "domain/merging/merging.hpp"
#include "domain/merging/merging_sql.hpp"

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

answer start(call& c) {
    auto const gone = id_in(c.request.captures[0]);
    if (!gone) return base::not_found();
    base::object_reader in(c.request.body);
    auto const kept = in.integer("into");
    auto const reason = in.text("reason", reason_text);
    if (auto p = in.problem()) return *p;
    auto const id = merging::start(c.db, c.actor, *gone, kept, reason);
    if (!id) return id.error();
    auto r = created("/api/v1/console/mergers/" + std::to_string(*id), c.db.one(sql::shape, *id));
    r.status = 202;
    return r;
}

answer last(call& c) {
    if (auto p = only_parameters(c, {})) return *p;
    return ok(c.db.one(sql::last, mergers_shown));
}

answer read(call& c) {
    auto const id = id_in(c.request.captures[0]);
    if (!id) return base::not_found();
    auto shape = c.db.row(sql::shape, *id);
    if (!shape) return base::not_found();
    return ok(std::move(*shape));
}

answer give_up(call& c) {
    if (auto p = no_fields(c)) return *p;
    auto const id = id_in(c.request.captures[0]);
    if (!id) return base::not_found();
    if (auto const done = merging::give_up(c.db, c.actor, *id); !done) return done.error();
    return ok(c.db.one(sql::shape, *id));
}

}  // namespace plaza::domain::merging::http
