// SPDX-License-Identifier: EUPL-1.2
// Codes that administrations are known by, as forms and files give them.
#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace plaza::domain::administrations {

/// The levels that the table of administrations takes.
std::span<std::string_view const> levels();

/// A DIR3 code in capitals; nothing for what is none.
std::optional<std::string> dir3_code(std::string_view text);

/// A code of the statistics institute with its leading zeros, which spreadsheets drop; nothing for what is none.
std::optional<std::string> padded_code(std::string_view text, std::size_t digits);

/// True for digits and nothing else.
bool all_digits(std::string_view text);

/// True for a day of the calendar as YYYY-MM-DD.
bool valid_date(std::string_view text);

/// A mail domain in lower case; nothing for what is none.
std::optional<std::string> mail_domain(std::string_view text);

/// True for domains at which anybody opens a mailbox: whoever has one there works nowhere in particular.
bool open_to_anybody(std::string_view domain);

/// Those domains, with a space between them.
std::string domains_open_to_anybody();

struct territory {
    std::string_view id;
    std::string_view name;
    std::string_view region_id;  ///< of a province
};
/// A province by its two digits.
std::optional<territory> find_province(std::string_view id);
/// A region by its two digits.
std::optional<territory> find_region(std::string_view id);

}  // namespace plaza::domain::administrations
