// SPDX-License-Identifier: EUPL-1.2
// md4c 0.4.8 wants three characters in each cell of the line below a table's heading; GitHub's rules want one
// dash.
#pragma once
#include <string>
#include <string_view>

namespace plaza::base {

/// The text with short cells of such lines made as long as md4c wants them. Code between fences stays as it
/// is.
std::string with_long_table_rules(std::string_view markdown);

}  // namespace plaza::base
