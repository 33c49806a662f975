// SPDX-License-Identifier: EUPL-1.2
// Who is calling: sessions, signing in and out.
#pragma once
#include "base/actor.hpp"
#include "base/result.hpp"
#include "persistence/connection.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace plaza::domain::identity {

/// A session ends after this long without use, and in any case after the longer time.
inline constexpr std::chrono::seconds session_idle_limit = std::chrono::hours(24 * 14);
inline constexpr std::chrono::seconds session_absolute_limit = std::chrono::hours(24 * 90);
/// Devices a person stays signed in on; the one used longest ago is signed out when another comes.
inline constexpr int most_sessions = 30;
inline constexpr std::string_view session_cookie = "__Host-plaza";
/// The password of all invented people; refused outside a demonstration.
inline constexpr std::string_view demo_password = "plaza-demo-2026";

/// The actor behind a session token; an anonymous one when there is none or it has ended. Notes the use at most
/// once a minute.
base::actor authenticate(persistence::connection& db, std::string_view token);

/// Somebody for whom something is done that they asked for earlier, with what they may do now.
base::actor actor_of(persistence::connection& db, std::int64_t person);

/// What keeps an actor from using the network: 401, 403 `suspended`, 428; nothing when they are complete.
std::optional<base::problem> incomplete(base::actor const& actor);

/// Seconds to wait before the next try after so many failures, the last that long ago. Grows from nothing to
/// `longest`; a try that comes later than the wait is free. Pure.
int signin_delay(int failures, std::int64_t seconds_since, int free_failures, int longest);

struct signin_attempt {
    std::string email;
    std::string address;  ///< of the client
};

struct stored_credential {
    std::int64_t person;
    std::string password;  ///< PHC string
};

struct signin_check {
    int wait = 0;  ///< seconds; above zero: refuse now
    std::optional<stored_credential> credential;
};

/// Looks at failures and credential. The same work is done whether the account exists.
signin_check look_up(persistence::connection& db, signin_attempt const& attempt);
void note_failure(persistence::connection& db, signin_attempt const& attempt);

struct started_session {
    std::string token;
    std::string person;    ///< person_ref as JSON
    bool pending = false;  ///< opens nothing before the second step
};

/// A session that waits for its second step ends after so long.
inline constexpr std::chrono::seconds pending_session_limit = std::chrono::minutes(10);
/// Sessions of a person that wait for their second step; they never take the place of complete ones, so that who knows
/// a password alone signs nobody out.
inline constexpr int most_pending_sessions = 5;

/// Whether the hash is the person's still. Holds it until the transaction ends, so that a session that is begun on it and
/// one that ends others because password or second factor change know of each other.
bool hold_password(persistence::connection& db, std::int64_t person, std::string const& hash);

/// Replaces the hash by one of the same password with today's cost; nothing happens when it is another by now.
void rehash(persistence::connection& db, std::int64_t person, std::string const& before, std::string const& hash);

/// Begins a session with a new token.
started_session start_session(persistence::connection& db, signin_attempt const& attempt, std::int64_t person,
                              std::string user_agent, bool pending = false);

/// The second step is done: the actor's session, under a new token, lives as long as others. 401 when it has ended.
base::result<started_session> complete_session(persistence::connection& db, base::actor const& actor);

/// Seconds before the next code of the second factor may be tried, and a failure noted: for the person from one network,
/// and from everywhere, where the waits are short so that nobody is locked out by somebody else.
int code_wait(persistence::connection& db, std::int64_t person, std::string const& address);
void note_wrong_code(persistence::connection& db, std::int64_t person, std::string const& address);

/// Seconds before the network of an address may ask for another registration; an office registers in an afternoon.
int registration_wait(persistence::connection& db, std::string const& address);
void note_registration(persistence::connection& db, std::string const& address);

/// Notes that the actor accepts the terms of use, once.
void accept_policy(persistence::connection& db, base::actor const& actor);
/// The same for links to choose a new password: each one asked for counts.
int reset_wait(persistence::connection& db, signin_attempt const& attempt);
void note_reset(persistence::connection& db, signin_attempt const& attempt);

/// Empty for who has no account of their own.
std::string email_of(persistence::connection& db, std::int64_t person);

/// Ends the actor's session; its live connections close.
void end_session(persistence::connection& db, base::actor const& actor);

/// Adds a person who can sign in. 422 for a bad address or password, 409 `email_taken`.
base::result<std::int64_t> add_person(persistence::connection& db, std::string const& email, std::string const& name,
                                      std::string const& password, std::optional<std::string> role, bool demo);

}  // namespace plaza::domain::identity
