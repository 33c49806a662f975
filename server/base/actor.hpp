// SPDX-License-Identifier: EUPL-1.2
// Who is calling: the outcome of authentication that every rule asks.
#pragma once
#include <cstdint>
#include <string>

namespace plaza::base {

/// How far a caller has come. Only `complete` may use the network.
enum class standing { anonymous, second_factor_pending, confirmation_pending, policy_pending, suspended, complete };

struct actor {
    std::int64_t person = 0;  ///< 0 when nobody is signed in
    standing stands = standing::anonymous;
    bool administrator = false;  ///< of the network; gives no right to read private groups
    bool auditor = false;        ///< of the network: may read the audit
    std::string language = "es";
    std::int64_t session = 0;  ///< row of the session, to close its live connections when it ends

    bool complete() const { return stands == standing::complete; }
};

}  // namespace plaza::base
