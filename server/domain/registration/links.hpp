// SPDX-License-Identifier: EUPL-1.2
// Links that are mailed to an address, each in a row of its own; shared by whatever of this module sends one.
#pragma once
#include "domain/mail/mail.hpp"
#include "persistence/connection.hpp"

#include <boost/json/object.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace plaza::domain::registration {

/// Random bytes of a link.
inline constexpr std::size_t token_bytes = 24;

/// The page that a link opens.
std::string link_with(std::string const& token);

/// Whole seconds, as the database counts lives.
int seconds(std::chrono::seconds life);

mail::letter letter_to(std::string const& email, std::string kind, std::string const& language,
                       boost::json::object facts);

/// Mails a link. Of an address with an account, or that was refused and cannot ask before a day, the row opens nothing,
/// and the letter says so.
void mail_link(persistence::connection& db, std::string const& email, std::string const& language,
               std::chrono::seconds life, std::optional<std::int64_t> inviter, mail::letter letter,
               std::optional<std::string> const& refused_until = std::nullopt,
               std::optional<std::int64_t> guest_of = std::nullopt);

}  // namespace plaza::domain::registration
