// SPDX-License-Identifier: EUPL-1.2
// Turns the HTML of posts from elsewhere into Markdown that shows the same.
#pragma once
#include <string>
#include <string_view>

namespace plaza::domain::imports {

/// Markdown of an HTML fragment. Scripts and styles go; what Markdown cannot say loses its tags and keeps its
/// words.
std::string html_to_markdown(std::string_view html);

/// True when Markdown, rendered as posts are, shows what the HTML shows: the same words and structure. What
/// we render otherwise on purpose (pictures as links, levels of headings, addresses that may not be linked)
/// is no difference.
bool renders_to(std::string_view markdown, std::string_view html);

}  // namespace plaza::domain::imports
