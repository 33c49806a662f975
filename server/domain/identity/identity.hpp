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
    std::string person;  ///< person_ref as JSON
};

/// Begins a session with a new token; `rehashed` replaces the stored password hash when given.
started_session start_session(persistence::connection& db, signin_attempt const& attempt, std::int64_t person,
                              std::string user_agent, std::optional<std::string> rehashed);

/// Ends the actor's session; its live connections close.
void end_session(persistence::connection& db, base::actor const& actor);

/// Adds a person who can sign in. 422 for a bad address or password, 409 `email_taken`.
base::result<std::int64_t> add_person(persistence::connection& db, std::string const& email, std::string const& name,
                                      std::string const& password, std::optional<std::string> role, bool demo);

}  // namespace plaza::domain::identity
