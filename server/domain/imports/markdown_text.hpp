// SPDX-License-Identifier: EUPL-1.2
// Writing words so that Markdown takes them as words.
#pragma once
#include <string>
#include <string_view>

namespace plaza::domain::imports {

/// Appends text of a paragraph with what would be a mark escaped; white space as it is.
void append_words(std::string& out, std::string_view text);

/// A paragraph's lines without what would begin another kind of block; white space at the ends of lines goes.
std::string as_paragraph(std::string_view inline_markdown);

/// `code` between as many backticks as it needs.
std::string code_span(std::string_view code);
std::string fenced_code(std::string_view code, std::string_view language);

/// What stands between the brackets of a link: an address with what would end it percent-encoded.
std::string link_destination(std::string_view address);
std::string quoted_title(std::string_view title);

/// Every line with the prefix; empty lines get it without its trailing spaces.
std::string prefix_lines(std::string_view text, std::string_view first, std::string_view others);

/// Runs of white space become one space.
std::string collapse(std::string_view text);
std::string_view trim_view(std::string_view text);

}  // namespace plaza::domain::imports
