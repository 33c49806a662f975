// SPDX-License-Identifier: EUPL-1.2
#include "domain/registration/registration.hpp"

#include "base/crypto.hpp"
#include "base/text.hpp"
#include "domain/accountability/audit.hpp"
#include "domain/identity/identity_sql.hpp"
#include "domain/mail/mail.hpp"
#include "domain/notifications/notifications.hpp"
#include "domain/people/people_sql.hpp"
#include "domain/registration/registration_sql.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace plaza::domain::registration {
namespace {

constexpr std::size_t token_bytes = 24;

std::string link_with(std::string const& token) { return "/registro/confirmar#" + token; }

int seconds(std::chrono::seconds life) { return static_cast<int>(life.count()); }

mail::letter letter_to(std::string const& email, std::string kind, std::string const& language, boost::json::object facts) {
    mail::letter out;
    out.kind = std::move(kind);
    out.address = email;
    out.language = language;
    out.facts = std::move(facts);
    return out;
}

/// A link in a row of its own. Of an address with an account the row opens nothing, and the letter says so.
void mail_link(persistence::connection& db, std::string const& email, std::string const& language,
               std::chrono::seconds life, std::optional<std::int64_t> inviter, mail::letter letter) {
    bool const known = db.one(sql::email_known, email);
    auto const token = base::random_token(token_bytes);
    db.one(sql::insert, email, base::sha256_hex(token), language, known ? "known" : "mailed", seconds(life), inviter);
    if (known) {
        letter = letter_to(email, "registration_known", language, {{"link", "/"}});
    } else {
        letter.facts["link"] = link_with(token);
        letter.useless_after = life;
    }
    mail::enqueue(db, std::move(letter));
}

base::result<sql::open_row> opened(persistence::connection& db, std::string const& token) {
    auto row = db.row(sql::open, base::sha256_hex(token));
    if (!row) return base::not_found();
    return std::move(*row);
}

char const* way_of(sql::open_row const& row) {
    if (row.state == "vetting" || row.state == "confirming") return "waiting";
    if (row.choices == 0) return "vetting";
    return row.choices > 1 ? "confirmation" : "account";
}

void tell_colleagues(persistence::connection& db, std::int64_t administration) {
    for (auto const person : db.rows(sql::colleagues, administration, most_told)) {
        notifications::notice notice;
        notice.person = person;
        notice.cause = "person_awaits_confirmation";
        notice.facts = {{"link", "/confirmaciones"}};
        notifications::tell(db, std::move(notice));
    }
}

void give_post(persistence::connection& db, std::int64_t person, std::int64_t administration, std::string const& position) {
    db.one(people::sql::insert_appointment, person, administration, position, "", "employee", true, std::nullopt);
}

base::actor as(std::int64_t person) {
    base::actor out;
    out.person = person;
    return out;
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
              letter_to(email, "registration", language, {{"hours", link_life.count()}}));
    return {};
}

base::result<std::string> look(persistence::connection& db, std::string const& token) {
    auto const row = opened(db, token);
    if (!row) return row.error();
    boost::json::object body{{"email", row->email},
                             {"way", way_of(*row)},
                             {"administrations", boost::json::parse(row->administrations)},
                             {"inviter", row->inviter},
                             {"name", row->name}};
    return boost::json::serialize(body);
}

base::result<void> apply(persistence::connection& db, std::string const& token, applicant const& who) {
    auto const row = opened(db, token);
    if (!row) return row.error();
    if (row->state != "mailed" || row->choices != 0) return base::not_found();
    db.run(sql::apply, row->registration, who.name, who.organisation, who.position, who.reason);
    return {};
}

base::result<identity::started_session> enter(persistence::connection& db, std::string const& token, newcomer who) {
    auto const row = opened(db, token);
    if (!row) return row.error();
    bool const admitted = row->state == "admitted";
    if ((!admitted && row->state != "mailed") || row->choices == 0) return base::not_found();
    db.one(sql::hold_address, row->email);
    // Somebody registered the address by another link meanwhile.
    if (db.one(sql::email_known, row->email)) return base::not_found();
    auto administration = row->only ? row->only : who.administration;
    if (!administration) return base::invalid("administration", "required");
    if (!admitted && !db.one(sql::serves, row->email, *administration)) return base::invalid("administration", "unknown");
    bool const confirmed = row->choices == 1;
    auto const person = db.one(sql::insert_person, who.name, who.language, confirmed ? "active" : "pending");
    db.run(identity::sql::insert_credential, person, row->email, who.password_hash);
    db.run(sql::settle, row->registration, confirmed ? "done" : "confirming", who.name, who.position, administration, person);
    audit::write(db, as(person), "person.registered", "person", person, {{"confirmed", confirmed ? "yes" : "no"}});
    if (confirmed) give_post(db, person, *administration, who.position);
    auto session = identity::start_session(db, {row->email, who.client}, person, who.user_agent);
    if (!confirmed) tell_colleagues(db, *administration);
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
    mail::enqueue(db, letter_to(row->email, "vetting_refused", row->language, {{"reason", reason}, {"name", row->name}}));
    // Nothing of theirs is in the network yet; the row of the registration goes with the person.
    db.run(sql::drop_person, *row->person);
    return {};
}

base::result<void> admit(persistence::connection& db, base::actor const& actor, std::int64_t id,
                         std::int64_t administration, bool know_domain) {
    auto const row = db.row(sql::vetting, id);
    if (!row) return base::not_found();
    if (!db.one(sql::administration_in_force, administration)) return base::invalid("administration", "unknown");
    auto const token = base::random_token(token_bytes);
    db.run(sql::admit, id, base::sha256_hex(token), administration, actor.person, seconds(link_life));
    if (know_domain) db.run(sql::know_domain, row->email, administration);
    audit::write(db, actor, "registration.admitted", "registration", id,
                 {{"administration", std::to_string(administration)}, {"domain", know_domain ? "known" : ""}});
    auto letter = letter_to(row->email, "vetting_admitted", row->language,
                            {{"link", link_with(token)}, {"name", row->name}, {"hours", link_life.count()}});
    letter.useless_after = link_life;
    mail::enqueue(db, std::move(letter));
    return {};
}

base::result<void> refuse(persistence::connection& db, base::actor const& actor, std::int64_t id,
                          std::string const& reason) {
    auto const row = db.row(sql::vetting, id);
    if (!row) return base::not_found();
    db.run(sql::decide, id, "refused", actor.person);
    audit::write(db, actor, "registration.refused", "registration", id, {});
    mail::enqueue(db, letter_to(row->email, "vetting_refused", row->language, {{"reason", reason}, {"name", row->name}}));
    return {};
}

base::result<void> invite(persistence::connection& db, base::actor const& actor, std::string const& email,
                          std::string const& message, std::string const& language) {
    // One at a time for each person, so that the count holds.
    auto const name = db.one(people::sql::name_locked, actor.person);
    if (db.one(sql::invitations_this_week, actor.person) >= invitations_a_week) return base::conflict("too_many_invitations");
    auto letter = letter_to(email, "invitation", language, {{"inviter", name}, {"days", invitation_life.count() / 24}});
    if (!message.empty()) letter.facts["message"] = message;
    mail_link(db, email, language, invitation_life, actor.person, std::move(letter));
    audit::write(db, actor, "registration.invited", "person", actor.person, {});
    return {};
}

base::result<void> withdraw(persistence::connection& db, base::actor const& actor, std::int64_t id) {
    if (db.run(sql::withdraw, actor.person, id) == 0) return base::not_found();
    audit::write(db, actor, "registration.invitation_withdrawn", "registration", id, {});
    return {};
}

void forget_old(persistence::connection& db) { db.run(sql::forget_old, days_kept); }

}  // namespace plaza::domain::registration
