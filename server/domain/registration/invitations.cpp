// SPDX-License-Identifier: EUPL-1.2
#include "domain/accountability/audit.hpp"
#include "domain/people/people_sql.hpp"
#include "domain/registration/links.hpp"
#include "domain/registration/registration.hpp"
#include "domain/registration/registration_sql.hpp"

namespace plaza::domain::registration {
namespace {

/// With the group where there is one: of a hidden one only those learn who may know of it.
void note_withdrawal(persistence::connection& db, base::actor const& actor, sql::withdrawn_row const& row) {
    auto const inviter = std::to_string(row.inviter);
    if (auto const person = db.row(sql::take_back, row.registration)) {
        groups::tell_membership(db, *row.group, *person, "none");
    }
    if (row.group) {
        audit::write(db, actor, "registration.guest_withdrawn", "group", *row.group, {{"inviter", inviter}});
    } else {
        audit::write(db, actor, "registration.invitation_withdrawn", "registration", row.registration,
                     {{"inviter", inviter}});
    }
}

/// The name of who invites, while they may this week. One at a time for each person, so that the count holds.
base::result<std::string> inviting(persistence::connection& db, base::actor const& actor) {
    auto name = db.one(people::sql::name_locked, actor.person);
    if (db.one(sql::invitations_this_week, actor.person) >= invitations_a_week)
        return base::conflict("too_many_invitations");
    return name;
}

}  // namespace

base::result<void> invite(persistence::connection& db, base::actor const& actor, std::string const& email,
                          std::string const& message, std::string const& language) {
    if (db.one(sql::is_guest, actor.person)) return base::forbidden("guests_only_their_group");
    auto const name = inviting(db, actor);
    if (!name) return name.error();
    auto letter =
        letter_to(email, "invitation", language, {{"inviter", *name}, {"days", invitation_life.count() / 24}});
    if (!message.empty()) letter.facts["message"] = message;
    mail_link(db, email, language, invitation_life, actor.person, std::move(letter));
    audit::write(db, actor, "registration.invited", "person", actor.person, {});
    return {};
}

base::result<void> invite_guest(persistence::connection& db, base::actor const& actor,
                                groups::visible_group const& group, std::string const& email,
                                std::string const& message, std::string const& language) {
    if (groups::rank_of(*group.role()) < groups::rank_of("moderator")) return base::forbidden("not_a_moderator");
    auto const name = inviting(db, actor);
    if (!name) return name.error();
    auto letter = letter_to(
        email, "guest_invitation", language,
        {{"inviter", *name}, {"group", db.one(sql::group_name, group.id())}, {"days", invitation_life.count() / 24}});
    if (!message.empty()) letter.facts["message"] = message;
    mail_link(db, email, language, invitation_life, actor.person, std::move(letter), std::nullopt, group.id());
    audit::write(db, actor, "registration.guest_invited", "group", group.id(), {});
    return {};
}

base::result<void> withdraw_guest(persistence::connection& db, base::actor const& actor,
                                  groups::visible_group const& group, std::int64_t id) {
    auto const row = db.row(sql::withdraw_guest, group.id(), id);
    if (!row) return base::not_found();
    note_withdrawal(db, actor, *row);
    return {};
}

base::result<void> withdraw(persistence::connection& db, base::actor const& actor, std::int64_t id) {
    auto const row = db.row(sql::withdraw, actor.person, id);
    if (!row) return base::not_found();
    note_withdrawal(db, actor, *row);
    return {};
}

void withdraw_all(persistence::connection& db, base::actor const& actor, std::int64_t person) {
    for (auto const& row : db.rows(sql::withdraw_all, person)) note_withdrawal(db, actor, row);
}

}  // namespace plaza::domain::registration
