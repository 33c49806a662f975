// SPDX-License-Identifier: EUPL-1.2
#include "domain/leavers/leavers.hpp"

#include "base/crypto.hpp"
#include "domain/accountability/audit.hpp"
#include "domain/leavers/leavers_sql.hpp"
#include "domain/mail/mail.hpp"
#include "domain/notifications/notifications.hpp"
#include "domain/people/people_sql.hpp"
#include "domain/recovery/recovery.hpp"
#include "domain/recovery/recovery_sql.hpp"
#include "domain/registration/registration.hpp"
#include "jobs/queue.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace plaza::domain::leavers {
namespace {

constexpr auto purpose = "address_confirmation";

mail::letter letter_to(sql::reader_row const& reader, std::string kind) {
    mail::letter out;
    out.kind = std::move(kind);
    out.person = reader.person;
    out.address = reader.email;
    out.language = reader.language;
    out.facts["name"] = reader.name;
    return out;
}

/// The link before it ends. It holds for some time after the posts have ended too: whoever comes late comes back.
void mail_new_link(persistence::connection& db, sql::reader_row const& reader, std::string kind,
                   std::string const& ended = {}) {
    auto const token = base::random_token(recovery::token_bytes);
    std::chrono::seconds const life = std::chrono::hours(24 * grace_days);
    db.run(recovery::sql::keep, base::sha256_hex(token), reader.person, purpose, reader.email,
           static_cast<int>(life.count()));
    auto letter = letter_to(reader, std::move(kind));
    letter.facts["link"] = "/confirmar-direccion#" + token;
    if (ended.empty()) {
        letter.facts["days"] = reader.days;
    } else {
        letter.facts["ended"] = ended;
    }
    letter.useless_after = life;
    mail::enqueue(db, std::move(letter));
}

void tell(persistence::connection& db, std::int64_t person, std::string cause) {
    notifications::notice notice;
    notice.person = person;
    notice.cause = std::move(cause);
    notice.facts = {{"link", "/cuenta/seguridad"}};
    notifications::tell(db, std::move(notice));
}

void end_posts(persistence::connection& db, sql::reader_row const& reader) {
    auto const ended = db.rows(sql::end_posts, reader.person);
    registration::withdraw_all(db, {}, reader.person);
    tell(db, reader.person, "address_lapsed");
    auto letter = letter_to(reader, "address_lapsed");
    letter.facts["link"] = "/cuenta/seguridad";
    mail::enqueue(db, std::move(letter));
    audit::write(db, {}, "person.address_lapsed", "person", reader.person, {});
    for (auto const& post : ended) {
        audit::write(
            db, {}, "appointment.ended", "appointment", post.post,
            {{"person", std::to_string(reader.person)}, {"administration", std::to_string(post.administration)}});
    }
}

}  // namespace

void walk(persistence::connection& db) {
    for (auto const person : db.rows(sql::lapsing, grace_days, reminder_days)) {
        jobs::enqueue(db, "leavers.lapse", boost::json::serialize(boost::json::object{{"person", person}}),
                      "leavers.lapse " + std::to_string(person));
    }
    for (auto const& reader : db.rows(sql::remind, grace_days, reminder_days, most_at_once)) {
        mail_new_link(db, reader, "address_reminder");
        tell(db, reader.person, "address_asked");
    }
    for (auto const& reader : db.rows(sql::ask, months_between, grace_days, most_at_once)) {
        mail_new_link(db, reader, "address_confirmation");
        tell(db, reader.person, "address_asked");
    }
}

void lapse(persistence::connection& db, std::string const& payload) {
    auto const person = boost::json::parse(payload).at("person").as_int64();
    // Held as by everybody who changes posts.
    if (!db.row(people::sql::name_locked, person)) return;
    if (auto const reader = db.row(sql::lapse, grace_days, reminder_days, person)) end_posts(db, *reader);
}

void note_bounce(persistence::connection& db, std::int64_t mail) {
    auto const person = db.row(sql::bounce, mail);
    if (!person) return;
    tell(db, *person, "address_bounced");
    audit::write(db, {}, "person.address_bounced", "person", *person, {{"mail", std::to_string(mail)}});
}

void mail_link(persistence::connection& db, base::actor const& actor) {
    constexpr auto pause = static_cast<int>(std::chrono::seconds(pause_between_links).count());
    // In a statement of its own: the next one sees the link of who asked at the same time.
    db.row(sql::hold, actor.person);
    auto const due = db.row(sql::due, actor.person, grace_days, pause, reminder_days);
    if (!due) return;
    sql::reader_row const reader{due->person, due->name, due->email, due->language, due->days};
    mail_new_link(db, reader, "address_confirmation", due->ended);
}

base::result<void> confirm(persistence::connection& db, std::string const& token) {
    auto const person = db.row(sql::use, base::sha256_hex(token));
    if (!person) return base::problem{410, "link_ended", {}, {}};
    seen(db, *person);
    base::actor owner;
    owner.person = *person;
    audit::write(db, owner, "email.confirmed", "person", *person, {});
    return {};
}

void seen(persistence::connection& db, std::int64_t person) { db.run(sql::confirm, person); }

}  // namespace plaza::domain::leavers
