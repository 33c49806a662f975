// SPDX-License-Identifier: EUPL-1.2
// From what a text says of a norm to its key.
#pragma once
#include "domain/norms/citations.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace plaza::domain::norms {

struct month_and_day {
    int month = 0;
    int day = 0;
};

/// "boe-a-2017-12902" where a reference of the Spanish or European gazette stands in an address in lower case.
std::optional<std::string> reference_in(std::string_view lower);

/// The key of what has kind and number. `rdl` is a legislative decree where the table has one of that number, else a
/// decree-law. Nothing when the table knows that number with another date and no community is named.
std::optional<std::string> key_of(std::string_view kind, std::string_view number, std::string_view community,
                                  month_and_day dated, name_table const& names);

}  // namespace plaza::domain::norms
