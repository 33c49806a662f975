// SPDX-License-Identifier: EUPL-1.2
// Text of CSV files as spreadsheets write and read them.
#pragma once
#include <string>
#include <string_view>

namespace plaza::domain::imports {

/// The bytes as UTF-8: what is no valid UTF-8 is taken for Windows-1252, as Excel in Spain saves plain CSV.
std::string as_utf8(std::string bytes);

/// One field, quoted where it has to be. What a spreadsheet would take for a formula gets an apostrophe before it.
std::string csv_field(std::string_view text);

}  // namespace plaza::domain::imports
