// SPDX-License-Identifier: EUPL-1.2
#include "domain/registration/links.hpp"

#include "base/crypto.hpp"
#include "domain/groups/groups.hpp"
#include "domain/notifications/notifications.hpp"
#include "domain/registration/registration_sql.hpp"

namespace plaza::domain::registration {
namespace {

/// Somebody without another group comes back as guest by the account they have; the letter tells others what to do.
void invite_known_guest(persistence::connection& db, std::string const& email, std::int64_t registration,
                        mail::letter& letter) {
    auto const* message = letter.facts.if_contains("message");
    auto const back =
        db.row(sql::invite_back, email, registration, message ? std::string(message->as_string()) : std::string());
    letter.kind = back ? "guest_invitation_again" : "guest_invitation_known";
    letter.facts["link"] = back ? "/groups/" + back->slug : "/";
    if (!back) {
        letter.facts.erase("days");
        return;
    }
    notifications::notice notice;
    notice.person = back->person;
    notice.cause = "group_invitation";
    notice.group = back->group;
    notice.actor = back->inviter;
    notifications::tell(db, std::move(notice));
    groups::tell_membership(db, back->group, back->person, "invited");
}

}  // namespace

std::string link_with(std::string const& token) { return "/registro/confirmar#" + token; }

int seconds(std::chrono::seconds life) { return static_cast<int>(life.count()); }

mail::letter letter_to(std::string const& email, std::string kind, std::string const& language,
                       boost::json::object facts) {
    mail::letter out;
    out.kind = std::move(kind);
    out.address = email;
    out.language = language;
    out.facts = std::move(facts);
    return out;
}

void mail_link(persistence::connection& db, std::string const& email, std::string const& language,
               std::chrono::seconds life, std::optional<std::int64_t> inviter, mail::letter letter,
               std::optional<std::string> const& refused_until, std::optional<std::int64_t> guest_of) {
    bool const known = db.one(sql::email_known, email);
    auto const token = base::random_token(token_bytes);
    auto const state = known || refused_until ? "known" : guest_of ? "guest" : "mailed";
    auto const row =
        db.one(sql::insert, email, base::sha256_hex(token), language, state, seconds(life), inviter, guest_of);
    if (known && guest_of) {
        invite_known_guest(db, email, row, letter);
    } else if (known && inviter) {
        letter.kind = "invitation_known";
        letter.facts["link"] = "/";
        letter.facts.erase("days");
    } else if (known) {
        letter = letter_to(email, "registration_known", language, {{"link", "/"}});
    } else if (refused_until) {
        letter = letter_to(email, "registration_paused", language, {{"day", *refused_until}});
    } else {
        letter.facts["link"] = link_with(token);
        letter.useless_after = life;
    }
    // The courier asks of the row whether the letter may still go.
    db.run(sql::note_letter, row, mail::enqueue(db, std::move(letter)));
}

}  // namespace plaza::domain::registration
