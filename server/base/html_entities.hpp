// SPDX-License-Identifier: EUPL-1.2
// Character references as they stand in Markdown and HTML.
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

namespace plaza::base {

/// The code point of `&name;`, `&#233;` or `&#xE9;`. Zero becomes U+FFFD; other numbers are given as they are
/// (up to 0x110000) for `append_code_point` to judge. Nothing for a name that is not known.
std::optional<std::uint32_t> entity_code_point(std::string_view entity_text);

}  // namespace plaza::base
