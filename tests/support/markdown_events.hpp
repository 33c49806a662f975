// SPDX-License-Identifier: EUPL-1.2
// What our parser says of a text, written as the HTML that CommonMark's examples show: with neither our emitter nor its
// rules, so that the two can be told apart.
#pragma once
#include <string>
#include <string_view>

namespace plaza::tests {

enum class dialect {
    plain,  ///< CommonMark and nothing else
    ours    ///< with what posts may have besides (`base::markdown_dialect`)
};

/// HTML of the parser's events. Throws when the parser gives up.
std::string html_of_events(std::string_view markdown, dialect wanted);

/// The same HTML with the white space that makes no difference taken out, so that two ways of writing it compare equal.
std::string normal_html(std::string_view html);

}  // namespace plaza::tests
