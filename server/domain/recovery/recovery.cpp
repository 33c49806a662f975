// SPDX-License-Identifier: EUPL-1.2
#include "domain/recovery/recovery.hpp"

#include "base/crypto.hpp"
#include "base/text.hpp"
#include "domain/accountability/audit.hpp"
#include "domain/drafts/publication.hpp"
#include "domain/identity/identity.hpp"
#include "domain/identity/identity_sql.hpp"
#include "domain/leavers/leavers.hpp"
#include "domain/mail/mail.hpp"
#include "domain/recovery/recovery_sql.hpp"
#include "jobs/queue.hpp"
#include "persistence/errors.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace plaza::domain::recovery {
namespace {

constexpr auto for_password = "password_reset";
constexpr auto for_address = "email_change";
constexpr int life_seconds = static_cast<int>(std::chrono::seconds(link_life).count());

base::problem link_ended() { return {410, "link_ended", {}, {}}; }

/// A new link of that purpose; the one before it ends.
std::string new_token(persistence::connection& db, std::int64_t person, char const* purpose,
                      std::string const& address) {
    auto token = base::random_token(token_bytes);
    db.run(sql::keep, base::sha256_hex(token), person, purpose, address, life_seconds);
    return token;
}

mail::letter letter_to(sql::reader_row const& reader, std::string kind, std::string address) {
    mail::letter out;
    out.kind = std::move(kind);
    out.person = reader.person;
    out.address = std::move(address);
    out.language = reader.language;
    out.facts["name"] = reader.name;
    return out;
}

/// The token stands behind the #, which browsers send to nobody: neither proxies nor logs see it.
void add_link(mail::letter& letter, std::string const& page, std::string const& token) {
    letter.facts["link"] = page + "#" + token;
    letter.facts["minutes"] = link_life.count();
    letter.useless_after = link_life;
}

std::string text_in(boost::json::value const& payload, char const* name) {
    return std::string(std::string_view(payload.at(name).as_string()));
}

std::string domain_of(std::string const& email) { return email.substr(email.rfind('@') + 1); }

}  // namespace

base::result<void> ask_for_reset(persistence::connection& db, std::string const& email, std::string const& address) {
    if (auto const wait = identity::reset_wait(db, {email, address}); wait > 0) {
        return base::problem{429, "too_many_requests", {}, wait};
    }
    identity::note_reset(db, {email, address});
    jobs::enqueue(db, "recovery.mail_reset", boost::json::serialize(boost::json::value{{"email", email}}));
    return {};
}

void mail_reset(persistence::connection& db, std::string const& payload) {
    auto const email = text_in(boost::json::parse(payload), "email");
    auto const reader = db.row(sql::account, email);
    if (!reader) return;
    auto letter = letter_to(*reader, "password_reset", reader->email);
    add_link(letter, "/nueva-contrasena", new_token(db, reader->person, for_password, reader->email));
    mail::enqueue(db, std::move(letter));
}

bool reset_holds(persistence::connection& db, std::string const& token) {
    return db.one(sql::holds, base::sha256_hex(token), for_password);
}

base::result<void> reset_password(persistence::connection& db, std::string const& token, std::string const& hash) {
    auto const used = db.row(sql::use, base::sha256_hex(token), for_password);
    if (!used) return link_ended();
    db.run(identity::sql::set_password, used->person, hash);
    db.run(identity::sql::end_links, used->person);
    leavers::seen(db, used->person);
    db.run(sql::end_sessions, used->person, 0);
    drafts::sessions_ended(db, used->person, 0);
    base::actor actor;
    actor.person = used->person;
    audit::write(db, actor, "password.reset", "person", used->person, {});
    tell_change(db, used->person, "password_changed");
    return {};
}

base::result<void> ask_for_email(persistence::connection& db, base::actor const& actor, std::string const& email) {
    if (!mail::sendable(email)) return base::invalid("email", "not_an_address");
    if (base::lower(email) == identity::email_of(db, actor.person)) return base::invalid("email", "unchanged");
    if (!db.one(sql::known_domain, domain_of(email))) return base::invalid("email", "unknown_domain");
    audit::write(db, actor, "email.change_asked", "person", actor.person, {});
    jobs::enqueue(
        db, "recovery.mail_email_change",
        boost::json::serialize(boost::json::value{{"email", email},
                                                  {"person", actor.person},
                                                  {"credential", db.one(sql::credential_changed, actor.person)}}));
    return {};
}

void mail_email_change(persistence::connection& db, std::string const& payload) {
    auto const wanted = boost::json::parse(payload);
    auto const email = text_in(wanted, "email");
    auto const reader = db.row(sql::reader, wanted.at("person").as_int64());
    if (!reader || db.one(sql::taken, email, reader->person)) return;
    // Asked with a password that is not theirs any more.
    if (db.one(sql::credential_changed, reader->person) != text_in(wanted, "credential")) return;
    auto letter = letter_to(*reader, "email_change", email);
    add_link(letter, "/nueva-direccion", new_token(db, reader->person, for_address, email));
    mail::enqueue(db, std::move(letter));
}

base::result<void> change_email(persistence::connection& db, base::actor const& actor, std::string const& token) {
    auto const used = db.row(sql::use, base::sha256_hex(token), for_address);
    if (!used) return link_ended();
    auto const before = db.row(sql::reader, used->person);
    if (!before) return link_ended();
    db.run(sql::release, used->address, used->person);
    try {
        db.run(sql::set_email, used->person, used->address);
    } catch (persistence::sql_error const& error) {
        if (!error.unique_violation()) throw;
        return base::conflict("email_taken");
    }
    leavers::seen(db, used->person);
    db.run(identity::sql::end_links, used->person);
    auto const going_on = actor.person == used->person ? actor.session : 0;
    db.run(sql::end_sessions, used->person, going_on);
    drafts::sessions_ended(db, used->person, going_on);
    base::actor owner;
    owner.person = used->person;
    audit::write(db, owner, "email.changed", "person", used->person, {});
    auto letter = letter_to(*before, "email_changed", before->email);
    letter.facts["address"] = used->address;
    mail::enqueue(db, std::move(letter));
    return {};
}

void tell_change(persistence::connection& db, std::int64_t person, std::string kind) {
    auto const reader = db.row(sql::reader, person);
    if (!reader) return;
    auto letter = letter_to(*reader, std::move(kind), reader->email);
    letter.facts["link"] = "/contrasena-olvidada";
    mail::enqueue(db, std::move(letter));
}

void forget_ended(persistence::connection& db) { db.run(sql::forget_ended); }

}  // namespace plaza::domain::recovery
