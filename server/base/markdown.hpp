// SPDX-License-Identifier: EUPL-1.2
// Markdown as people write it in posts: CommonMark with tables, task lists, strikethrough and bare addresses.
// The HTML that comes out is the only HTML that pages show unescaped; it has no scripts, styles, images or
// raw HTML.
#pragma once
#include "base/result.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace plaza::base {

namespace markdown_limits {
inline constexpr std::size_t input = 64 * 1024;  ///< bytes of one body
/// Bytes of HTML: what escaping alone can make of a body. A table of a few KB could give a megabyte, for every reader.
inline constexpr std::size_t output = 6 * input;
inline constexpr std::size_t steps = 200'000;  ///< blocks, spans and texts of one body
inline constexpr unsigned columns = 64;        ///< of a table; wider ones are shown as lines of text
inline constexpr unsigned depth = 24;          ///< of nested blocks, and of spans; deeper ones lose their tags
}  // namespace markdown_limits

/// HTML of a cleaned body. Problems (422): `too_long` input, `invalid_utf8`, `too_complex` when a limit of
/// the output is passed.
result<std::string> to_html(std::string_view markdown);

/// As `to_html`, but what it refuses is shown as it was written: one bad body never breaks a page.
std::string to_html_or_verbatim(std::string_view markdown);

/// The words alone, for extracts and search: no marks, a newline between blocks. Never fails; ends early
/// where `to_html` would refuse.
std::string plain_text(std::string_view markdown);

}  // namespace plaza::base
