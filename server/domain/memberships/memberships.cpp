// SPDX-License-Identifier: EUPL-1.2
#include "domain/memberships/memberships.hpp"

#include "domain/accountability/audit.hpp"
#include "domain/groups/groups_sql.hpp"
#include "domain/memberships/memberships_sql.hpp"
#include "domain/notifications/notifications.hpp"
#include "domain/people/people_sql.hpp"

namespace plaza::domain::memberships {
namespace {

using groups::rank_of;
using groups::visible_group;

void note(persistence::connection& db, base::actor const& actor, std::string_view action, visible_group const& group,
          std::int64_t person) {
    audit::write(db, actor, action, "group", group.id(), {{"person", std::to_string(person)}});
}

/// What the person finds in the list of their notices.
void tell(persistence::connection& db, base::actor const& actor, std::string cause, visible_group const& group,
          std::int64_t person, boost::json::object facts = {}) {
    notifications::notice notice{person, std::move(cause), group.id(), std::nullopt, actor.person, std::move(facts)};
    notifications::tell(db, std::move(notice));
}

}  // namespace

base::result<void> answer_request(persistence::connection& db, base::actor const& actor, visible_group const& group,
                                  std::int64_t person, bool admit, std::string reason) {
    if (auto refusal = groups::refuse_archived(group)) return *refusal;
    if (!admit && reason.empty()) return base::invalid("reason", "required");
    // Of two who answer at once, one finds it.
    if (db.run(sql::take_request, group.id(), person) == 0) return base::not_found();
    auto const asker = db.row(sql::to_invite, group.id(), person);
    if (!asker) return base::not_found();
    if (admit && asker->guest) return base::conflict("guest_elsewhere");
    if (admit) {
        db.run(sql::admit, group.id(), person);
        db.run(sql::forget_before, group.id(), person);
        note(db, actor, "membership.admitted", group, person);
        tell(db, actor, "membership_granted", group, person);
        return {};
    }
    db.run(sql::refuse, group.id(), person, reason, actor.person);
    note(db, actor, "membership.refused", group, person);
    tell(db, actor, "membership_refused", group, person, {{"reason", reason}});
    groups::tell_membership(db, group.id(), person, "none");
    return {};
}

base::result<void> change_role(persistence::connection& db, base::actor const& actor, visible_group const& group,
                               std::int64_t person, std::string const& role) {
    auto const member = db.row(sql::member, group.id(), person);
    if (!member) return base::not_found();
    if (member->role == role) return {};
    if (member->role == "guest") return base::forbidden("guest_stays_guest");
    auto const mine = rank_of(*group.role());
    bool const own = person == actor.person;
    bool const above = rank_of(member->role) < mine || *group.role() == "owner" || own;
    if (!above || rank_of(role) > mine) return base::forbidden("beyond_your_role");
    if (member->role == "owner" && !db.one(groups::sql::other_owner, group.id(), person))
        return base::conflict("last_owner");
    if (role == "owner" && !member->active) return base::invalid("role", "not_active");
    db.run(sql::set_role, group.id(), person, role);
    audit::write(db, actor, "membership.role_changed", "group", group.id(),
                 {{"person", std::to_string(person)}, {"from", member->role}, {"to", role}});
    tell(db, actor, "membership_role", group, person, {{"role", role}});
    return {};
}

base::result<void> remove(persistence::connection& db, base::actor const& actor, visible_group const& group,
                          std::int64_t person) {
    if (person == actor.person) return base::conflict("leave_yourself");
    auto const member = db.row(sql::member, group.id(), person);
    if (!member) return base::not_found();
    if (rank_of(member->role) >= rank_of(*group.role()) && *group.role() != "owner") {
        return base::forbidden("beyond_your_role");
    }
    db.run(sql::remove, group.id(), person);
    db.run(sql::remember_removal, group.id(), person);
    note(db, actor, "membership.removed", group, person);
    return {};
}

base::result<void> transfer(persistence::connection& db, base::actor const& actor, visible_group const& group,
                            std::int64_t person) {
    auto const member = db.row(sql::member, group.id(), person);
    if (!member) return base::not_found();
    if (person == actor.person) return {};
    if (member->role == "guest") return base::forbidden("guest_stays_guest");
    if (!member->active) return base::invalid("person", "not_active");
    db.run(sql::set_role, group.id(), person, "owner");
    db.run(sql::set_role, group.id(), actor.person, "moderator");
    audit::write(db, actor, "group.ownership_transferred", "group", group.id(), {{"to", std::to_string(person)}});
    tell(db, actor, "membership_role", group, person, {{"role", "owner"}});
    return {};
}

base::result<void> invite(persistence::connection& db, base::actor const& actor, visible_group const& group,
                          invitation wanted) {
    auto const least = wanted.role == "guest" ? "moderator" : "host";
    if (rank_of(*group.role()) < rank_of(least)) {
        return base::forbidden(wanted.role == "guest" ? "not_a_moderator" : "not_a_host");
    }
    // Guests are there for their group alone.
    if (!db.one(people::sql::known, actor.person, wanted.person)) return base::not_found();
    auto const invited = db.row(sql::to_invite, group.id(), wanted.person);
    if (!invited) return base::not_found();
    if (invited->member) return base::conflict("already_member");
    if (wanted.role == "guest" && invited->has_post) return base::invalid("role", "not_a_guest");
    if (wanted.role == "member" && invited->guest) return base::invalid("role", "only_a_guest");
    if (db.one(sql::invited_lately, actor.person) >= most_invitations_a_day) {
        constexpr int an_hour = 3600;
        return base::problem{429, "too_many_requests", {}, an_hour};
    }
    db.run(sql::invite, group.id(), wanted.person, wanted.role, wanted.message, actor.person, invitation_days);
    note(db, actor, "membership.invited", group, wanted.person);
    tell(db, actor, "group_invitation", group, wanted.person);
    groups::tell_membership(db, group.id(), wanted.person, "invited");
    return {};
}

void withdraw(persistence::connection& db, base::actor const& actor, visible_group const& group, std::int64_t person) {
    if (db.run(sql::withdraw, group.id(), person) == 0) return;
    note(db, actor, "membership.invitation_withdrawn", group, person);
    groups::tell_membership(db, group.id(), person, "none");
}

void forget_unanswered(persistence::connection& db) {
    for (auto const& [group, person, asked, waits, unnamed] : db.rows(sql::forget_expired, request_days)) {
        if (!unnamed) {
            audit::write(db, {}, asked ? "membership.request_forgotten" : "membership.invitation_expired", "group",
                         group, {{"person", std::to_string(person)}});
        }
        if (asked) {
            notifications::notice notice{person, "membership_unanswered", group, std::nullopt, std::nullopt, {}};
            notifications::tell(db, std::move(notice));
        }
        // Of who asked and was invited one may still wait.
        if (!waits) groups::tell_membership(db, group, person, "none");
    }
}

}  // namespace plaza::domain::memberships
