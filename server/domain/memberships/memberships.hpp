// SPDX-License-Identifier: EUPL-1.2
// Who belongs to a group, by the decision of those who keep it: requests, invitations, roles, removal, ownership.
// Moderators and owners decide; nobody grants more than they hold.
#pragma once
#include "base/actor.hpp"
#include "base/result.hpp"
#include "domain/groups/groups.hpp"
#include "persistence/connection.hpp"

#include <cstdint>
#include <string>

namespace plaza::domain::memberships {

/// Days an invitation waits for its answer.
inline constexpr int invitation_days = 30;
/// Days a request to join waits for an answer: after them nobody will give one, and who asked may ask again.
inline constexpr int request_days = 180;
/// Invitations one person may write in 24 hours, whatever became of them: a cohort, not a mailing.
inline constexpr int most_invitations_a_day = 200;

/// Admits who asked, or refuses with a reason, and tells them. 404 when nobody of that id asks, or not any more; 403
/// `group_archived`; 422 `reason` `required` for a refusal without one. The group was opened with `need::moderate`.
base::result<void> answer_request(persistence::connection& db, base::actor const& actor,
                                  groups::visible_group const& group, std::int64_t person, bool admit,
                                  std::string reason);

/// Gives a member another role. 404 for who is no member; 403 `beyond_your_role` for who would be given more than the
/// actor holds, or holds as much without the actor being an owner; 403 `guest_stays_guest`; 409 `last_owner`; 422
/// `role` `not_active`. The group was opened with `need::moderate`.
base::result<void> change_role(persistence::connection& db, base::actor const& actor,
                               groups::visible_group const& group, std::int64_t person, std::string const& role);

/// Removes a member; no rule brings them back. 404, 403 `beyond_your_role`, 409 `leave_yourself` for oneself.
base::result<void> remove(persistence::connection& db, base::actor const& actor, groups::visible_group const& group,
                          std::int64_t person);

/// Makes a member the owner; the actor stays as moderator. 404 for who is no member, 422 `person` `not_active`, 403
/// `guest_stays_guest`. The group was opened with `need::own`.
base::result<void> transfer(persistence::connection& db, base::actor const& actor, groups::visible_group const& group,
                            std::int64_t person);

struct invitation {
    std::int64_t person;
    std::string role;  ///< member or guest
    std::string message;
};

/// Invites somebody who is in the network, or invites again. Hosts invite members, moderators and owners guests too.
/// 404 for nobody, 409 `already_member`, 403 `not_a_moderator`, 422 `role` `not_a_guest` for a guest who has a post in
/// an administration, `only_a_guest` for a member whose account is a guest's; 429. The group was
/// opened with `need::write`.
base::result<void> invite(persistence::connection& db, base::actor const& actor, groups::visible_group const& group,
                          invitation wanted);

/// Takes an invitation back. Nothing happens when there is none.
void withdraw(persistence::connection& db, base::actor const& actor, groups::visible_group const& group,
              std::int64_t person);

/// Forgets invitations that have expired and requests that nobody answered. Started by the clock.
void forget_unanswered(persistence::connection& db);

}  // namespace plaza::domain::memberships
