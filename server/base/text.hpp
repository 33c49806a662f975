// SPDX-License-Identifier: EUPL-1.2
// What counts as text: valid UTF-8 in normal form C without control characters, measured in code points.
#pragma once
#include "base/result.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace plaza::base {

/// Lengths are in code points, after cleaning. A `min` above zero makes the text required.
struct text_limits {
    std::size_t min = 1;
    std::size_t max = 200;
    bool multi_line = false;  ///< newlines and tabs may stand in it
    bool whole = false;       ///< not trimmed: a file
};

/// The text as it is kept: newlines are \n, normal form C, trimmed. The type of the problem is the code for
/// its field: `required`, `too_short`, `too_long`, `invalid_utf8` or `invalid_character`. Multi-line text
/// keeps the indentation of its first line, which means something in Markdown. Single-line text loses what is
/// invisible or turns its neighbours round (bidirectional controls, zero width).
result<std::string> clean_text(std::string_view input, text_limits limits);

/// Text from elsewhere that must not be refused: broken bytes become U+FFFD, what `clean_text` would refuse
/// is left out, and nothing is cut.
std::string scrub_text(std::string_view input, bool multi_line);

/// Lower case by Unicode, whatever the language.
std::string lower(std::string_view valid);
/// A letter or digit of any script.
bool letter_or_digit(std::uint32_t code_point);
/// The letter in lower case and without its accents: Ñ and ñ become n. Anything else stays as it is.
std::uint32_t bare_letter(std::uint32_t code_point);
/// Normal form C of valid UTF-8.
std::string normalise(std::string_view valid);
bool valid_utf8(std::string_view input);
std::size_t count_code_points(std::string_view valid);

/// The code point at `position`, which moves behind it; `bad_code_point` after one byte that begins none.
inline constexpr std::uint32_t bad_code_point = 0xFFFFFFFF;
std::uint32_t next_code_point(std::string_view input, std::size_t& position);
/// Appends U+FFFD for what is no Unicode scalar value.
void append_code_point(std::string& out, std::uint32_t code_point);

/// One line of at most `max` code points: runs of white space become one space, and a cut falls between words
/// where it can and shows as an ellipsis.
std::string plain_extract(std::string_view valid, std::size_t max);

/// Appends with & < > " ' escaped, for the text and for quoted attributes of HTML. U+0000, which HTML cannot
/// hold, becomes U+FFFD.
void append_html(std::string& out, std::string_view text);

/// ^[a-z0-9][a-z0-9-]{1,62}$
bool valid_slug(std::string_view text);

}  // namespace plaza::base
