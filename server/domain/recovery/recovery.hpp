// SPDX-License-Identifier: EUPL-1.2
// A forgotten password and a new address: links mailed to people, each good for one account, one purpose, one use.
#pragma once
#include "base/actor.hpp"
#include "base/result.hpp"
#include "persistence/connection.hpp"

#include <chrono>
#include <optional>
#include <string>

namespace plaza::domain::recovery {

/// A link lives this long.
inline constexpr std::chrono::minutes link_life{30};
/// Of the token in it, before encoding: 256 bits.
inline constexpr std::size_t token_bytes = 32;

/// Asks for a link to choose a new password. Whether there is such an account is looked up by a job, so that answer and
/// time are the same. 429 when it was asked too often for this address, or from this network.
base::result<void> ask_for_reset(persistence::connection& db, std::string const& email, std::string const& address);
/// The job: mails the link to the address of the account, if there is one that may sign in. The link before it ends.
void mail_reset(persistence::connection& db, std::string const& payload);

/// Whether the link can still be used: asked before the new password is hashed.
bool reset_holds(persistence::connection& db, std::string const& token);
/// Uses the link: stores the hash, ends all sessions and all other links, tells the person. The second factor stays. 410
/// `link_ended` when it was used, is too old, or another one was asked for.
base::result<void> reset_password(persistence::connection& db, std::string const& token, std::string const& hash);

/// Asks to change the actor's address; the password was asked for. 422 `not_an_address`, `unknown_domain` where no
/// administration has that domain, `unchanged`. That somebody else has the address is not told: nothing is mailed then.
base::result<void> ask_for_email(persistence::connection& db, base::actor const& actor, std::string const& email);
/// The job: mails the link to the new address.
void mail_email_change(persistence::connection& db, std::string const& payload);
/// Uses the link: the new address takes the place of the old one, which is told; all sessions but the actor's own end.
/// 410 `link_ended`, 409 `email_taken`.
base::result<void> change_email(persistence::connection& db, base::actor const& actor, std::string const& token);

/// Mails a person what has changed about how they sign in. The kind of letter: `password_changed`, `second_factor_on`,
/// `second_factor_off`.
void tell_change(persistence::connection& db, std::int64_t person, std::string kind);

/// What the clock clears away.
void forget_ended(persistence::connection& db);

}  // namespace plaza::domain::recovery
