// SPDX-License-Identifier: EUPL-1.2
// Which addresses a post may link to.
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace plaza::base {

/// The address as it may stand in `href` (still to be escaped for HTML), or nothing when it is not an
/// absolute http, https or mailto address. What is not allowed in an address is percent-encoded.
std::optional<std::string> safe_link(std::string_view address);

}  // namespace plaza::base
