// SPDX-License-Identifier: EUPL-1.2
#include "domain/console/console.hpp"

#include "domain/accountability/audit.hpp"
#include "domain/console/console_sql.hpp"
#include "domain/drafts/publication.hpp"
#include "domain/identity/identity_sql.hpp"
#include "domain/recovery/recovery.hpp"
#include "domain/second_factor/second_factor_sql.hpp"

namespace plaza::domain::console {
namespace {

constexpr std::int64_t none_goes_on = 0;

/// Whether the network would be left without administrators. Waits for others who take one away.
bool last_one(persistence::connection& db, std::int64_t person) {
    db.one(sql::lock_administrators);
    return db.one(sql::last_administrator, person);
}

}  // namespace

base::result<void> suspend(persistence::connection& db, base::actor const& actor, std::int64_t person,
                           std::string reason) {
    if (person == actor.person) return base::forbidden("own_account");
    // Before the row, as whoever gives an office does, so that two of them cannot wait for each other.
    bool const last = last_one(db, person);
    auto const found = db.row(sql::standing, person);
    if (!found) return base::not_found();
    if (found->status != "active" && found->status != "suspended") return base::conflict("not_an_account");
    if (last) return base::conflict("last_administrator");
    db.run(sql::suspend, person, reason, actor.person);
    db.run(sql::set_status, person, "suspended");
    db.run(sql::end_sessions, person);
    drafts::sessions_ended(db, person, none_goes_on);
    audit::write(db, actor, "person.suspended", "person", person, {{"reason", reason}});
    return {};
}

base::result<void> reinstate(persistence::connection& db, base::actor const& actor, std::int64_t person) {
    auto const found = db.row(sql::standing, person);
    if (!found) return base::not_found();
    if (found->status != "suspended") return {};
    db.run(sql::set_status, person, "active");
    db.run(sql::lift, person);
    audit::write(db, actor, "person.reinstated", "person", person, {});
    return {};
}

base::result<void> set_role(persistence::connection& db, base::actor const& actor, std::int64_t person,
                            std::optional<std::string> role) {
    bool const last = last_one(db, person);
    auto const found = db.row(sql::standing, person);
    if (!found) return base::not_found();
    if (found->role == role) return {};
    if (role && found->status != "active") return base::conflict("not_an_account");
    if (last) return base::conflict("last_administrator");
    db.run(sql::set_role, person, role);
    // What was a member's session, on whatever machine, does not become an administrator's by itself.
    if (role && person != actor.person) db.run(sql::end_sessions, person);
    audit::write(db, actor, "person.role_changed", "person", person,
                 {{"from", found->role.value_or("")}, {"to", role.value_or("")}});
    return {};
}

base::result<void> end_sessions(persistence::connection& db, base::actor const& actor, std::int64_t person) {
    if (!db.row(sql::standing, person)) return base::not_found();
    auto const ended = db.run(sql::end_sessions, person);
    db.run(identity::sql::end_links, person);
    drafts::sessions_ended(db, person, none_goes_on);
    if (ended > 0)
        audit::write(db, actor, "person.signed_out", "person", person, {{"sessions", std::to_string(ended)}});
    return {};
}

base::result<void> reset_second_factor(persistence::connection& db, base::actor const& actor, std::int64_t person,
                                       std::string const& reason) {
    if (person == actor.person) return base::forbidden("own_account");
    if (!db.row(sql::standing, person)) return base::not_found();
    // A session that is being begun waits here, or is among those that end.
    db.row(second_factor::sql::hold_credential, person);
    if (!db.row(second_factor::sql::state, person)) return base::conflict("no_second_factor");
    db.run(second_factor::sql::forget_recovery_codes, person);
    db.run(second_factor::sql::remove, person);
    db.run(sql::note_reset, person);
    db.run(sql::end_sessions, person);
    db.run(identity::sql::end_links, person);
    drafts::sessions_ended(db, person, none_goes_on);
    audit::write(db, actor, "second_factor.reset", "person", person, {{"reason", reason}});
    recovery::tell_change(db, person, "second_factor_reset");
    return {};
}

}  // namespace plaza::domain::console
