// SPDX-License-Identifier: EUPL-1.2
// What a person reads about a problem, by its stable code.
#pragma once
#include <string_view>

namespace plaza::transport {

/// The title of the code in the language; of its status when the code has none of its own. Spanish stands in
/// for languages without their own titles.
std::string_view problem_title(std::string_view type, unsigned status, std::string_view language);

/// Whether the code has a title of its own; a test asks this of every code in use.
bool has_problem_title(std::string_view type);

}  // namespace plaza::transport
