// SPDX-License-Identifier: EUPL-1.2
#include "domain/registration/registration.hpp"

#include "base/crypto.hpp"
#include "base/text.hpp"
#include "domain/accountability/audit.hpp"
#include "domain/administrations/codes.hpp"
#include "domain/first_steps/first_steps.hpp"
#include "domain/identity/identity_sql.hpp"
#include "domain/mail/mail.hpp"
#include "domain/notifications/notifications.hpp"
#include "domain/people/people_sql.hpp"
#include "domain/registration/links.hpp"
#include "domain/registration/registration_sql.hpp"
#include "persistence/array.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace plaza::domain::registration {
namespace {

base::result<sql::open_row> opened(persistence::connection& db, std::string const& token) {
    auto row = db.row(sql::open, base::sha256_hex(token));
    if (!row) return base::not_found();
    if (!row->welcome) return base::problem{410, "invitation_ended", {}, {}};
    // An account that begins as a guest's stays one.
    if (row->state == "guest" && row->colleague) return base::conflict("colleague_not_guest");
    return std::move(*row);
}

char const* way_of(sql::open_row const& row) {
    if (row.state == "vetting" || row.state == "confirming") return "waiting";
    if (row.state == "guest") return "guest";
    if (row.choices == 0) return "vetting";
    return row.choices > 1 ? "confirmation" : "account";
}

void tell(persistence::connection& db, std::vector<std::int64_t> const& people, char const* cause, char const* link) {
    for (auto const person : people) {
        notifications::notice notice;
        notice.person = person;
        notice.cause = cause;
        notice.facts = {{"link", link}};
        notifications::tell(db, std::move(notice));
    }
}

void give_post(persistence::connection& db, std::int64_t person, std::int64_t administration,
               std::string const& position, std::string const& unit = "", std::string const& relation = "employee") {
    db.one(people::sql::insert_appointment, person, administration, position, unit, relation, true, std::nullopt);
}

base::actor as(std::int64_t person) {
    base::actor out;
    out.person = person;
    return out;
}

/// Whoever invited somebody hears that they came.
void tell_inviter(persistence::connection& db, std::int64_t registration, std::string cause,
                  std::optional<std::int64_t> group, std::int64_t person) {
    if (auto const inviter = db.one(sql::inviter_of, registration))
        notifications::tell(db, {*inviter, std::move(cause), group, std::nullopt, person, {}});
}

/// Without a post, and so without what the first steps are about.
base::result<identity::started_session> enter_as_guest(persistence::connection& db, sql::open_row const& row,
                                                       newcomer const& who) {
    if (db.one(sql::email_known, row.email)) return base::not_found();
    auto const person = db.one(sql::insert_person, who.name, who.language, "active");
    db.run(identity::sql::insert_credential, person, row.email, who.password_hash);
    db.run(sql::join_as_guest, *row.group, person);
    db.run(sql::settle, row.registration, "done", who.name, "", std::nullopt, person);
    // Of which group stands with the group, where those who may know of it find it.
    audit::write(db, as(person), "person.registered", "person", person, {});
    audit::write(db, as(person), "membership.accepted", "group", *row.group, {{"role", "guest"}});
    tell_inviter(db, row.registration, "guest_joined", row.group, person);
    return identity::start_session(db, {row.email, who.client}, person, who.user_agent);
}

}  // namespace

base::result<void> ask(persistence::connection& db, std::string const& email, std::string const& language,
                       std::string const& client) {
    if (auto const wait = identity::registration_wait(db, client); wait > 0) {
        return base::problem{429, "too_many_requests", {}, wait};
    }
    identity::note_registration(db, client);
    if (db.one(sql::recent, email) >= links_an_hour) return {};
    mail_link(db, email, language, link_life, std::nullopt,
              letter_to(email, "registration", language, {{"hours", link_life.count()}}),
              db.one(sql::refused_until, email, pause_after_refusal, language));
    return {};
}

base::result<std::string> look(persistence::connection& db, std::string const& token) {
    auto const row = opened(db, token);
    if (!row) return row.error();
    boost::json::object body{
        {"email", row->email},     {"way", way_of(*row)}, {"administrations", boost::json::parse(row->administrations)},
        {"inviter", row->inviter}, {"name", row->name},   {"position", row->position}};
    if (row->state == "guest") {
        body["administrations"] = boost::json::array{};
        body["group"] = row->group_name;
    }
    return boost::json::serialize(body);
}

base::result<void> apply(persistence::connection& db, std::string const& token, applicant const& who) {
    auto const row = opened(db, token);
    if (!row) return row.error();
    if (row->state != "mailed" || row->choices != 0) return base::not_found();
    db.run(sql::apply, row->registration, who.name, who.organisation, who.position, who.reason);
    tell(db, db.rows(sql::administrators), "application_waiting", "/administracion/solicitudes");
    return {};
}

base::result<identity::started_session> enter(persistence::connection& db, std::string const& token, newcomer who) {
    // The address before the row, as by an import.
    auto const link = db.row(sql::link_of, base::sha256_hex(token));
    if (!link) return base::not_found();
    db.one(sql::hold_address, link->email);
    // As by whoever changes the group: it before what hangs on it.
    if (link->group) db.row(sql::hold_group, *link->group);
    auto const row = opened(db, token);
    if (!row) return row.error();
    if (row->state == "guest") return enter_as_guest(db, *row, who);
    if (who.position.empty()) return base::invalid("position", "required");
    bool const admitted = row->state == "admitted" || row->state == "prepared";
    if ((!admitted && row->state != "mailed") || row->choices == 0) return base::not_found();
    // Somebody registered the address by another link meanwhile.
    if (db.one(sql::email_known, row->email)) return base::not_found();
    auto administration = row->only ? row->only : who.administration;
    if (!administration) return base::invalid("administration", "required");
    if (!admitted && !db.one(sql::serves, row->email, *administration))
        return base::invalid("administration", "unknown");
    bool const confirmed = row->choices == 1;
    auto const person = db.one(sql::insert_person, who.name, who.language, confirmed ? "active" : "pending");
    first_steps::begin(db, person);
    db.run(identity::sql::insert_credential, person, row->email, who.password_hash);
    db.run(sql::settle, row->registration, confirmed ? "done" : "confirming", who.name, who.position, administration,
           person);
    audit::write(db, as(person), "person.registered", "person", person, {{"confirmed", confirmed ? "yes" : "no"}});
    if (confirmed) {
        give_post(db, person, *administration, who.position, row->unit, row->relation);
        tell_inviter(db, row->registration, "invited_joined", std::nullopt, person);
    }
    auto session = identity::start_session(db, {row->email, who.client}, person, who.user_agent);
    if (!confirmed) {
        auto const colleagues = db.rows(sql::colleagues, *administration, most_told);
        tell(db, colleagues, "person_awaits_confirmation", "/confirmaciones");
        // The first of a house has nobody there who could.
        if (colleagues.empty())
            tell(db, db.rows(sql::administrators), "confirmation_without_colleagues", "/confirmaciones");
    }
    return session;
}

base::result<void> confirm(persistence::connection& db, base::actor const& actor, std::int64_t id) {
    auto const row = db.row(sql::confirming, id, actor.person, actor.administrator);
    if (!row) return base::not_found();
    db.run(sql::decide, id, "done", actor.person);
    db.run(sql::activate_person, *row->person);
    give_post(db, *row->person, *row->administration, row->position);
    audit::write(db, actor, "person.confirmed", "person", *row->person, {});
    mail::enqueue(db, letter_to(row->email, "vetting_admitted", row->language, {{"link", "/"}, {"name", row->name}}));
    return {};
}

base::result<void> turn_away(persistence::connection& db, base::actor const& actor, std::int64_t id,
                             std::string const& reason) {
    auto const row = db.row(sql::confirming, id, actor.person, actor.administrator);
    if (!row) return base::not_found();
    audit::write(db, actor, "person.turned_away", "person", *row->person, {});
    mail::enqueue(db,
                  letter_to(row->email, "vetting_refused", row->language, {{"reason", reason}, {"name", row->name}}));
    // Nothing of theirs is in the network yet; the row of the registration goes with the person.
    db.run(sql::drop_person, *row->person);
    return {};
}

void hold_addresses(persistence::connection& db, std::vector<std::string> const& emails) {
    db.one(sql::hold_addresses, persistence::array_of(emails));
}

preparation prepare(persistence::connection& db, base::actor const& actor, prepared const& who, bool dry_run) {
    if (!dry_run) db.one(sql::hold_address, who.email);
    auto const before = db.one(sql::prepared_standing, who.email);
    if (before.known) return preparation::known;
    auto const outcome = before.told ? preparation::waiting : preparation::mailed;
    if (dry_run) return outcome;
    auto const token = base::random_token(token_bytes);
    std::optional<std::int64_t> by;
    if (actor.person != 0) by = actor.person;
    auto id = before.registration;
    if (id) {
        std::optional<std::string> digest;
        if (!before.told) digest = base::sha256_hex(token);
        db.run(sql::renew_prepared, *id, digest, seconds(invitation_life), who.language, who.name, who.position,
               who.unit, who.relation, who.administration, who.import, by);
    } else {
        id = db.one(sql::insert_prepared, who.email, base::sha256_hex(token), seconds(invitation_life), who.language,
                    who.name, who.position, who.unit, who.relation, who.administration, who.import, by);
    }
    audit::write(db, actor, "registration.prepared", "registration", *id,
                 {{"administration", std::to_string(who.administration)},
                  {"relation", who.relation},
                  {"import", who.import ? std::to_string(*who.import) : ""},
                  {"before", before.registration ? "renewed" : ""}});
    if (before.told) return outcome;
    auto letter = letter_to(who.email, "account_prepared", who.language,
                            {{"link", link_with(token)}, {"name", who.name}, {"days", invitation_life.count() / 24}});
    letter.useless_after = invitation_life;
    db.run(sql::note_letter, *id, mail::enqueue(db, std::move(letter)));
    return outcome;
}

std::int64_t withdraw_prepared(persistence::connection& db, std::int64_t import) {
    return db.one(sql::withdraw_prepared, import);
}

base::result<void> admit(persistence::connection& db, base::actor const& actor, std::int64_t id,
                         std::int64_t administration, bool know_domain) {
    auto const row = db.row(sql::vetting, id);
    if (!row) return base::not_found();
    if (!db.one(sql::administration_in_force, administration)) return base::invalid("administration", "unknown");
    if (know_domain && administrations::open_to_anybody(row->email.substr(row->email.rfind('@') + 1))) {
        return base::invalid("know_domain", "open_to_anybody");
    }
    auto const token = base::random_token(token_bytes);
    db.run(sql::admit, id, base::sha256_hex(token), administration, actor.person, seconds(link_life));
    if (know_domain) db.run(sql::know_domain, row->email, administration);
    audit::write(db, actor, "registration.admitted", "registration", id,
                 {{"administration", std::to_string(administration)}, {"domain", know_domain ? "known" : ""}});
    auto letter = letter_to(row->email, "vetting_admitted", row->language,
                            {{"link", link_with(token)}, {"name", row->name}, {"hours", link_life.count()}});
    letter.useless_after = link_life;
    db.run(sql::note_letter, id, mail::enqueue(db, std::move(letter)));
    return {};
}

base::result<void> refuse(persistence::connection& db, base::actor const& actor, std::int64_t id,
                          std::string const& reason) {
    auto const row = db.row(sql::vetting, id);
    if (!row) return base::not_found();
    db.run(sql::decide, id, "refused", actor.person);
    audit::write(db, actor, "registration.refused", "registration", id, {});
    auto letter = letter_to(row->email, "vetting_refused", row->language, {{"reason", reason}, {"name", row->name}});
    auto const until = db.one(sql::refused_until, row->email, pause_after_refusal, row->language);
    if (until) letter.facts["day"] = *until;
    mail::enqueue(db, std::move(letter));
    return {};
}

void forget_old(persistence::connection& db) {
    for (auto const& row : db.rows(sql::unconfirmed, days_to_confirm)) {
        audit::write(db, {}, "person.not_confirmed", "person", row.person, {});
        mail::enqueue(
            db, letter_to(row.email, "confirmation_ended", row.language, {{"link", "/registro"}, {"name", row.name}}));
        db.run(sql::drop_person, row.person);
    }
    db.run(sql::forget_old, days_kept);
}

}  // namespace plaza::domain::registration
