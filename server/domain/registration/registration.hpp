// SPDX-License-Identifier: EUPL-1.2
// How people come in: an address, the link mailed to it, then an account, at once where the domain is known and of one
// administration, after somebody there confirmed it where it is of several, after an administrator admitted them
// otherwise. No answer tells whether an address is known: the work is the same, and what differs is in the mail.
#pragma once
#include "base/actor.hpp"
#include "base/result.hpp"
#include "domain/identity/identity.hpp"
#include "persistence/connection.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

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
/// Days after which what came to its end, or never did, is forgotten.
inline constexpr int days_kept = 90;

/// Mails a link to the address; to who has an account, a letter that says so. 429 for a network that asks too often.
base::result<void> ask(persistence::connection& db, std::string const& email, std::string const& language,
                       std::string const& client);

/// What a link opens, as JSON: `email`, `way`, `administrations`, `inviter`, `name`. Changes nothing. 404.
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
/// Makes the account and signs the person in. 404 for a link that opens no account, 422 `administration`.
base::result<identity::started_session> enter(persistence::connection& db, std::string const& token, newcomer who);

/// Confirms or refuses somebody who says to work where the actor holds a post; an administrator anybody. 404.
base::result<void> confirm(persistence::connection& db, base::actor const& actor, std::int64_t id);
base::result<void> turn_away(persistence::connection& db, base::actor const& actor, std::int64_t id,
                             std::string const& reason);

/// An administrator admits an applicant to an administration, and may make the domain of the address known. 404, 422
/// `administration` `unknown`.
base::result<void> admit(persistence::connection& db, base::actor const& actor, std::int64_t id,
                         std::int64_t administration, bool know_domain);
base::result<void> refuse(persistence::connection& db, base::actor const& actor, std::int64_t id,
                          std::string const& reason);

/// Mails an invitation. 409 `too_many_invitations`.
base::result<void> invite(persistence::connection& db, base::actor const& actor, std::string const& email,
                          std::string const& message, std::string const& language);
/// 404 for one that is not the actor's or does not wait any more.
base::result<void> withdraw(persistence::connection& db, base::actor const& actor, std::int64_t id);

/// Deletes what came to its end long ago.
void forget_old(persistence::connection& db);

}  // namespace plaza::domain::registration
