// SPDX-License-Identifier: EUPL-1.2
#include "domain/contacts/contacts.hpp"

#include "domain/accountability/audit.hpp"
#include "domain/contacts/contacts_sql.hpp"
#include "domain/mail/mail.hpp"
#include "domain/notifications/notifications.hpp"
#include "domain/people/people_sql.hpp"
#include "domain/registration/registration.hpp"

namespace plaza::domain::contacts {
namespace {

void tell(persistence::connection& db, base::actor const& actor, std::int64_t person, sql::post_row const& post,
          std::string const& reason) {
    notifications::notice notice;
    notice.person = person;
    notice.cause = "post_ended";
    notice.actor = actor.person;
    notice.facts = {{"link", "/perfil"}, {"administration", post.administration_name}};
    notifications::tell(db, std::move(notice));
    auto const reader = db.row(sql::reader, person);
    if (!reader || reader->email.empty()) return;
    mail::letter letter;
    letter.kind = "post_ended";
    letter.person = person;
    letter.address = reader->email;
    letter.language = reader->language;
    letter.facts = {{"name", reader->name},
                    {"position", post.position},
                    {"administration", post.administration_name},
                    {"reason", reason},
                    {"link", "/perfil"}};
    mail::enqueue(db, std::move(letter));
}

}  // namespace

base::result<void> name(persistence::connection& db, base::actor const& actor, std::int64_t administration,
                        std::int64_t person) {
    // The person first, as by whoever ends a post: one that is ended meanwhile is seen.
    if (!db.row(people::sql::name_locked, person)) return base::not_found();
    auto const contacts = db.row(sql::count, administration);
    if (!contacts) return base::not_found();
    if (!db.one(people::sql::known, actor.person, person)) return base::not_found();
    if (!db.one(sql::colleague, administration, person)) return base::conflict("not_a_colleague");
    if (db.row(sql::contact, administration, person)) return {};
    if (*contacts >= most_contacts) return base::conflict("too_many_contacts");
    db.run(sql::name, administration, person, actor.person);
    audit::write(db, actor, "contact.named", "person", person, {{"administration", std::to_string(administration)}});
    return {};
}

base::result<void> dismiss(persistence::connection& db, base::actor const& actor, std::int64_t administration,
                           std::int64_t person) {
    if (!db.row(sql::count, administration)) return base::not_found();
    if (db.run(sql::dismiss, administration, person) == 0) return {};
    audit::write(db, actor, "contact.dismissed", "person", person,
                 {{"administration", std::to_string(administration)}});
    return {};
}

base::result<void> end_post(persistence::connection& db, base::actor const& actor, std::int64_t person,
                            std::int64_t post, std::string const& reason) {
    if (!db.one(people::sql::known, actor.person, person)) return base::not_found();
    db.one(people::sql::name_locked, person);
    auto const found = db.row(sql::post, person, post);
    if (!found) return base::not_found();
    if (!actor.administrator && !db.row(sql::contact, found->administration, actor.person)) {
        // Posts of before are not everybody's to see.
        return found->ended ? base::not_found() : base::forbidden("not_a_contact");
    }
    if (actor.person == person) return base::forbidden("own_account");
    if (found->ended) return base::conflict("post_ended");
    db.run(sql::end_post, post, "contact");
    db.run(people::sql::some_main, person);
    registration::withdraw_all(db, actor, person);
    audit::write(db, actor, "appointment.ended", "appointment", post,
                 {{"person", std::to_string(person)},
                  {"administration", std::to_string(found->administration)},
                  {"reason", reason}});
    tell(db, actor, person, *found, reason);
    return {};
}

}  // namespace plaza::domain::contacts
