// SPDX-License-Identifier: EUPL-1.2
#include "domain/contacts/contacts_http.hpp"

#include "base/strict_json.hpp"
#include "domain/administrations/administrations_sql.hpp"
#include "domain/contacts/contacts.hpp"
#include "domain/contacts/contacts_sql.hpp"
#include "domain/people/people_sql.hpp"

namespace plaza::domain::contacts::http {
namespace {

constexpr base::text_limits reason_text{1, longest_reason, false};

answer shown(call& c, std::int64_t administration) {
    return ok(c.db.one(sql::list, c.actor.person, administration, c.actor.administrator));
}

}  // namespace

answer list(call& c) {
    if (auto p = only_parameters(c, {})) return *p;
    auto const id = id_in(c.request.captures[0]);
    if (!id || !c.db.one(administrations::sql::known, *id)) return base::not_found();
    return shown(c, *id);
}

answer name(call& c) {
    if (auto p = no_fields(c)) return *p;
    auto const id = id_in(c.request.captures[0]), person = id_in(c.request.captures[1]);
    if (!id || !person) return base::not_found();
    auto const done = contacts::name(c.db, c.actor, *id, *person);
    if (!done) return done.error();
    return shown(c, *id);
}

answer dismiss(call& c) {
    if (auto p = no_fields(c)) return *p;
    auto const id = id_in(c.request.captures[0]), person = id_in(c.request.captures[1]);
    if (!id || !person) return base::not_found();
    auto const done = contacts::dismiss(c.db, c.actor, *id, *person);
    if (!done) return done.error();
    return shown(c, *id);
}

answer end_post(call& c) {
    auto const person = id_in(c.request.captures[0]), post = id_in(c.request.captures[1]);
    if (!person || !post) return base::not_found();
    base::object_reader in(c.request.body);
    auto const reason = in.text("reason", reason_text);
    if (auto p = in.problem()) return *p;
    auto const done = contacts::end_post(c.db, c.actor, *person, *post, reason);
    if (!done) return done.error();
    return ok(*c.db.row(people::sql::profile, c.actor.person, *person));
}

}  // namespace plaza::domain::contacts::http
