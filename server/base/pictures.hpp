// SPDX-License-Identifier: EUPL-1.2
// Pictures that strangers sent: what they are, how large, and made anew. Decoding happens in limited processes
// (`vipsheader`, `vipsthumbnail` of libvips). All of it blocks: never on an I/O thread.
#pragma once
#include "base/limited_process.hpp"
#include "base/result.hpp"

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace plaza::base {

namespace picture_limits {
/// Any camera of people makes less; decoded it is 200 MB at most, of which the decoder holds some rows.
inline constexpr long pixels = 50'000'000;
/// Longer sides than this are no picture to look at, and more than some formats can say.
inline constexpr long side = 16'000;
}  // namespace picture_limits

struct picture_tools {
    std::string folder = "/usr/bin";  ///< of vipsheader and vipsthumbnail
    std::chrono::milliseconds patience{5000};
};

/// What a file is by its content, as libmagic names it: `image/png`, `text/plain`. Throws when libmagic has no database.
std::string media_type(std::string_view file);

struct picture_facts {
    long width = 0;
    long height = 0;
    /// How `thumbnail` is told to bring its colours to those of the web.
    std::vector<std::string> towards_srgb;
};

/// As the decoder itself understands the file. 422 `unreadable` or `too_many_pixels`, 503 when the tool hangs or is missing.
result<picture_facts> look_at_picture(picture_tools const& tools, std::string const& file);

/// What `vipsthumbnail` makes of a file, told so. 422 `unreadable`, 503 as above.
result<std::string> thumbnail(picture_tools const& tools, std::string const& file, std::vector<std::string> arguments,
                              std::size_t largest = process_limits().output);

}  // namespace plaza::base
