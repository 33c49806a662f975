// SPDX-License-Identifier: EUPL-1.2
// How people come in: an address, the link mailed to it, then an account, at once where the domain is known and of one
// administration, after somebody there confirmed it where it is of several, after an administrator admitted them
// otherwise. No answer tells whether an address is known: the work is the same, and what differs is in the mail.
#pragma once
#include "base/actor.hpp"
#include "base/result.hpp"
#include "domain/groups/groups.hpp"
#include "domain/identity/identity.hpp"
#include "persistence/connection.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace plaza::domain::registration {

/// A mailed link opens the registration for so long.
inline constexpr std::chrono::hours link_life{72};
/// An invitation waits longer: it comes unasked.
inline constexpr std::chrono::hours invitation_life{24 * 14};
/// Links mailed to one address in an hour; further requests for it are answered alike and mail nothing.
inline constexpr int links_an_hour = 3;
/// Invitations of one person in a week.
inline constexpr int invitations_a_week = 20;
/// Colleagues who are told of somebody who waits for them.
inline constexpr int most_told = 20;
/// Days that somebody waits for a colleague to confirm them; then the registration ends, and they can begin again.
inline constexpr int days_to_confirm = 30;
/// Days after a refusal during which the same address is mailed no link, but from which day it can ask again; the answer
/// is the same. Who is invited meanwhile, or whose domain is known by then, comes in as anybody does.
inline constexpr int pause_after_refusal = 30;
/// Days after which what came to its end, or never did, is forgotten.
inline constexpr int days_kept = 90;

/// Mails a link to the address; to who has an account or was refused, a letter that says so. 429 for a network that asks too often.
base::result<void> ask(persistence::connection& db, std::string const& email, std::string const& language,
                       std::string const& client);

/// What a link opens, as JSON: `email`, `way`, `administrations`, `inviter`, `name`, and of a guest's `group`. Changes
/// nothing. 404; 410 `invitation_ended` for a guest of a group that is archived or whose inviter keeps it no more; 409
/// `colleague_not_guest` for a guest whose address is of an administration.
base::result<std::string> look(persistence::connection& db, std::string const& token);

struct applicant {
    std::string name;
    std::string organisation;
    std::string position;
    std::string reason;
};
/// Puts an address of no known domain before the administrators. 404 for any other link.
base::result<void> apply(persistence::connection& db, std::string const& token, applicant const& who);

struct newcomer {
    std::string name;
    std::string language;
    std::string position;
    std::optional<std::int64_t> administration;
    std::string password_hash;
    std::string user_agent;
    std::string client;
};
/// Makes the account and signs the person in; a guest has no post. 404 for a link that opens no account, 410
/// `invitation_ended`, 409 `colleague_not_guest`, 422 `administration`, `position`.
base::result<identity::started_session> enter(persistence::connection& db, std::string const& token, newcomer who);

/// Confirms or refuses somebody who says to work where the actor holds a post; an administrator anybody. 404.
base::result<void> confirm(persistence::connection& db, base::actor const& actor, std::int64_t id);
base::result<void> turn_away(persistence::connection& db, base::actor const& actor, std::int64_t id,
                             std::string const& reason);

/// Somebody whom an administrator brings in from a file.
struct prepared {
    std::string email, name, language, position, unit, relation;
    std::int64_t administration = 0;
    std::optional<std::int64_t> import;  ///< that can be taken back
};
enum class preparation {
    known,  ///< the address has an account: nothing happens
    waiting,  ///< a link to it is on its way or there, and good for a day: what the file says replaces what was said before
    mailed,
};
/// Before several are prepared in one transaction: whoever needs some of the addresses waits for all, in one order.
void hold_addresses(persistence::connection& db, std::vector<std::string> const& emails);
/// Mails a link to choose a password and take up the post. With `dry_run` it only says what it would do. In the
/// transaction under way; for the program itself the actor is nobody.
preparation prepare(persistence::connection& db, base::actor const& actor, prepared const& who, bool dry_run);

/// Ends the links of an import that nobody has used, and gives how many those were.
std::int64_t withdraw_prepared(persistence::connection& db, std::int64_t import);

/// An administrator admits an applicant to an administration, and may make the domain of the address known. 404, 422
/// `administration` `unknown`, `know_domain` `open_to_anybody`.
base::result<void> admit(persistence::connection& db, base::actor const& actor, std::int64_t id,
                         std::int64_t administration, bool know_domain);
base::result<void> refuse(persistence::connection& db, base::actor const& actor, std::int64_t id,
                          std::string const& reason);

/// Mails somebody from outside an invitation to be guest of a group, which holds as long as the actor may invite there and
/// counts as any other of the week; to who has an account, a letter that says so. 403 `not_a_moderator`, 409
/// `too_many_invitations`. The group was opened with `need::write`.
base::result<void> invite_guest(persistence::connection& db, base::actor const& actor,
                                groups::visible_group const& group, std::string const& email,
                                std::string const& message, std::string const& language);
/// Takes back an invitation to be guest of a group, whoever sent it. 404 for one that does not wait. The group was opened
/// with `need::moderate`.
base::result<void> withdraw_guest(persistence::connection& db, base::actor const& actor,
                                  groups::visible_group const& group, std::int64_t id);
/// Mails an invitation. 403 `guests_only_their_group`, 409 `too_many_invitations`.
base::result<void> invite(persistence::connection& db, base::actor const& actor, std::string const& email,
                          std::string const& message, std::string const& language);
/// 404 for one that is not the actor's or does not wait any more.
base::result<void> withdraw(persistence::connection& db, base::actor const& actor, std::int64_t id);

/// Takes back all the invitations of somebody who holds no post any more; the actor is who ended the last.
void withdraw_all(persistence::connection& db, base::actor const& actor, std::int64_t person);

/// Ends what nobody confirmed, and deletes what came to its end long ago.
void forget_old(persistence::connection& db);

}  // namespace plaza::domain::registration
