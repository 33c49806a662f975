// SPDX-License-Identifier: EUPL-1.2
// The second step of signing in: set up, confirmed, asked for, taken away. Every code that is tried, wherever, goes
// through `try_code`, one at a time for each person, so that guesses are counted exactly.
#pragma once
#include "base/actor.hpp"
#include "base/result.hpp"
#include "domain/second_factor/codes.hpp"
#include "persistence/connection.hpp"

#include <optional>
#include <string>
#include <vector>

namespace plaza::domain::second_factor {

/// Shown once, and again only as ten others.
inline constexpr int recovery_codes = 10;

struct state {
    bool on = false;
    std::optional<std::string> since;
    int codes_left = 0;
};
state state_of(persistence::connection& db, std::int64_t person);

struct enrolment {
    std::string secret;
    std::string address;
    picture qr;
};
/// A new secret that counts once a code of it was given; it takes the place of one that never was. 409
/// `second_factor_on`.
base::result<enrolment> begin(persistence::connection& db, base::actor const& actor, std::string const& issuer);

/// Whose code is tried, and from where.
struct attempt {
    std::int64_t person;
    std::string address;
};

/// A code of the device or a recovery code, which is used up by it. 403 `wrong_code` (also without a second factor),
/// 429. The transaction has to be committed even then: it holds the failure.
base::result<void> try_code(persistence::connection& db, attempt const& who, std::string const& code);

struct confirmed {
    std::string token;               ///< new one of this session
    std::vector<std::string> codes;  ///< recovery codes
};
/// Turns it on with a first code, and ends all other sessions, which had no second step. As `try_code`.
base::result<confirmed> confirm(persistence::connection& db, base::actor const& actor, std::string const& address,
                                std::string const& code);

/// Ten new recovery codes; those before are void.
std::vector<std::string> renew_codes(persistence::connection& db, base::actor const& actor);

/// Turns it off and renews this session, whose new token is returned. 401 when that has ended.
base::result<std::string> remove(persistence::connection& db, base::actor const& actor);

}  // namespace plaza::domain::second_factor
