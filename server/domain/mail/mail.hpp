// SPDX-License-Identifier: EUPL-1.2
// Mail: a letter is a row written in the transaction of its cause; the courier sends it.
#pragma once
#include "persistence/connection.hpp"

#include <boost/json/object.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace plaza::domain::mail {

struct letter {
    std::string kind;                    ///< one of `kinds()`
    std::optional<std::int64_t> person;  ///< whose standing is asked again when it is sent; none for strangers
    std::string address;                 ///< verified, or the one to be verified
    std::string language;                ///< es, ca, gl, eu, en
    boost::json::object facts;           ///< what the text shows; `link` is a path, begun with a slash
    /// A letter that could not be sent for so long is withdrawn: its link has ended.
    std::optional<std::chrono::seconds> useless_after = {};
};

/// Writes the letter and its job in the transaction under way and gives its id. An address that no mail can be sent
/// to makes a letter that is refused at once. Throws `std::logic_error` for an unknown kind, a missing or undeclared
/// fact, a link that is no path, and control characters in the address.
std::int64_t enqueue(persistence::connection& db, letter wanted);

/// Whether mail can be sent there: printable ASCII, one @, a local part without quotes, a domain of host names.
bool sendable(std::string_view address);

/// A letter that was refused or given up is sent again with the same Message-ID. False when there is none such.
bool send_again(persistence::connection& db, std::int64_t id);

/// The queues of jobs that the courier works on: letters that somebody waits for go before those of notices.
inline constexpr char const* queue = "mail";
inline constexpr char const* notices_queue = "mail.notices";

/// Days after which a letter that has met its fate is forgotten.
inline constexpr int days_kept = 90;
/// Days after which the link of a letter that could not be sent is forgotten.
inline constexpr int days_secret = 7;
/// What the clock clears away.
/// Forgets those, and secrets that have ended; a letter that lost its job gets another.
void forget_old(persistence::connection& db);

}  // namespace plaza::domain::mail
