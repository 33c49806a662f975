// SPDX-License-Identifier: EUPL-1.2
// Which addresses a post may link to.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace plaza::base {

/// The address as it may stand in `href` (still to be escaped for HTML), or nothing when it is neither an
/// absolute http, https or mailto address nor the path of a person, a tag, a post or a file here: `/personas/7`,
/// `/etiquetas/obras`, `/threads/7`, `/threads/7#p2`, `/files/7` (which becomes the address of its bytes). What is not
/// allowed in an address is percent-encoded.
std::optional<std::string> safe_link(std::string_view address);

/// The number in `/files/7`; nothing for any other address.
std::optional<std::int64_t> file_in_link(std::string_view address);

}  // namespace plaza::base
