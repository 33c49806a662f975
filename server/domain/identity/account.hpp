// SPDX-License-Identifier: EUPL-1.2
// What people do with their own way in: see and end sessions, change the password. Both the password and the session
// are looked at again where something is written, since hashing lies between the steps.
#pragma once
#include "base/actor.hpp"
#include "base/result.hpp"
#include "domain/identity/identity.hpp"

#include <boost/json/array.hpp>

#include <string>

namespace plaza::domain::identity {

/// The actor's sessions that have not ended, the one used last first: `id`, `browser`, `system`, `created_at`,
/// `last_used_at`, `current`.
boost::json::array sessions_of(persistence::connection& db, base::actor const& actor);

/// Ends one session of the actor's. 404 for anything else.
base::result<void> end_session_of(persistence::connection& db, base::actor const& actor, std::int64_t session);
/// Ends all sessions of the actor but this one.
void end_other_sessions(persistence::connection& db, base::actor const& actor);

/// What the actor's password is checked with; the failures are those of signing in, so that a session in wrong hands
/// guesses no faster.
struct own_password {
    signin_attempt attempt;
    signin_check known;
};
own_password look_up_own(persistence::connection& db, base::actor const& actor, std::string address);

/// Gives this session a new token, which is returned. 401 when it has ended meanwhile.
base::result<std::string> renew_token(persistence::connection& db, base::actor const& actor);

/// Stores the hash of a new password in place of `before`, ends all other sessions and renews this one, whose new token
/// is returned. 409 `conflict` when the password was changed meanwhile, 401 when the session has ended.
base::result<std::string> change_password(persistence::connection& db, base::actor const& actor,
                                          std::string const& before, std::string const& hash);

}  // namespace plaza::domain::identity
