// SPDX-License-Identifier: EUPL-1.2
// Markdown as people write it in posts: CommonMark with tables, task lists, strikethrough and bare addresses.
// The HTML that comes out is the only HTML that pages show unescaped; it has no scripts, styles or raw HTML, and no images
// but files that hang from the post.
#pragma once
#include "base/result.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

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

/// What a body says outside code and links, an empty line between blocks; and where its links go.
struct body_text {
    std::string words;
    std::vector<std::string> addresses;
};

/// A part of `body_text::words` that becomes a link.
struct text_link {
    std::size_t begin;
    std::size_t end;
    std::string href;
};

/// Gives links in order, none overlapping another.
using link_finder = std::function<std::vector<text_link>(body_text const&)>;

/// A file that hangs from the post that a text belongs to.
struct own_file {
    bool ready = true;  ///< until then only its text is shown
    int width = 0;      ///< of a picture, in pixels
    int height = 0;
};

/// The file of that number, where it is one of the text's own.
using file_finder = std::function<std::optional<own_file>(std::int64_t)>;

/// As `to_html(markdown)`, with its own pictures, and links in what is said. Where a link would begin in one span and end in another, the longest
/// part that stands in one becomes the link; where the output would pass its limit, none does.
result<std::string> to_html(std::string_view markdown, link_finder const& find, file_finder const& own = {});

/// As `to_html`, but what it refuses is shown as it was written: one bad body never breaks a page.
std::string to_html_or_verbatim(std::string_view markdown);

struct link {
    std::string address;  ///< as it was written
    std::string text;
};

/// The links of a text in their order, the first so many of them; images are none. Never fails; ends
/// early where `to_html` would refuse.
std::vector<link> links(std::string_view markdown, std::size_t most);

/// The files that a text links to or shows, each once, the first so many of them. As `links`, never fails.
std::vector<std::int64_t> files_named(std::string_view markdown, std::size_t most);

/// The words alone, for extracts and search: no marks, a newline between blocks. Never fails; ends early
/// where `to_html` would refuse.
std::string plain_text(std::string_view markdown);

}  // namespace plaza::base
