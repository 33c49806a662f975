// SPDX-License-Identifier: EUPL-1.2
#include "base/pictures.hpp"

#include "base/log.hpp"

#include <magic.h>

#include <algorithm>
#include <charconv>
#include <memory>
#include <optional>
#include <stdexcept>

namespace plaza::base {
namespace {

/// One tool's answer. A tool that says no speaks of the file, one that cannot be run or hangs of us.
result<std::string> ask(picture_tools const& tools, std::string const& tool, std::vector<std::string> const& arguments,
                        std::string const& file, std::size_t largest) {
    static std::vector<std::string> const environment{"PATH=/usr/bin:/bin",     "LC_ALL=C",
                                                      "VIPS_CONCURRENCY=1",     "MALLOC_ARENA_MAX=1",
                                                      "VIPS_BLOCK_UNTRUSTED=1", "HOME=/nonexistent"};
    process_limits limits;
    limits.wall = tools.patience;
    limits.output = largest;
    auto end = run_limited(tools.folder + "/" + tool, arguments, environment, file, limits);
    using how = process_end::how;
    if (end.ended == how::answered && !end.output.empty()) return std::move(end.output);
    if (end.ended == how::answered || end.ended == how::failed) return problem{422, "unreadable"};
    log_warning("picture.tool", {{"tool", tool}, {"ended", end.ended == how::too_slow ? "too slow" : "not begun"}});
    return unavailable();
}

/// `4000x3000 uchar, 3 bands, …`
std::optional<picture_facts> facts_in(std::string_view header) {
    picture_facts out;
    auto const* const end = header.data() + header.size();
    auto const width = std::from_chars(header.data(), end, out.width);
    if (width.ec != std::errc() || width.ptr == end || *width.ptr != 'x') return std::nullopt;
    auto const height = std::from_chars(width.ptr + 1, end, out.height);
    if (height.ec != std::errc() || out.width <= 0 || out.height <= 0) return std::nullopt;
    return out;
}

/// Told to end there, libvips bends what has no profile unless it hears where that begins, which it takes for colours
/// alone; greys without one would be tinted.
std::vector<std::string> towards_srgb(std::string_view header) {
    auto const is = [&](std::string_view kind) { return header.find(kind) != header.npos; };
    if (is(", srgb,") || is(", rgb16,")) return {"--export-profile", "srgb", "--import-profile", "srgb"};
    if (is(", b-w,") || is(", grey16,")) return {};
    return {"--export-profile", "srgb"};
}

}  // namespace

std::string media_type(std::string_view file) {
    std::unique_ptr<magic_set, decltype(&magic_close)> const looks(
        magic_open(MAGIC_MIME_TYPE | MAGIC_NO_CHECK_COMPRESS), &magic_close);
    if (!looks || magic_load(looks.get(), nullptr) != 0) throw std::runtime_error("libmagic finds no database");
    auto const* const kind = magic_buffer(looks.get(), file.data(), file.size());
    return kind ? kind : "";
}

result<picture_facts> look_at_picture(picture_tools const& tools, std::string const& file) {
    auto const header = ask(tools, "vipsheader", {"stdin"}, file, process_limits().output);
    if (!header) return header.error();
    auto seen = facts_in(*header);
    if (!seen) return problem{422, "unreadable"};
    auto const [shorter, longer] = std::minmax(seen->width, seen->height);
    if (longer > picture_limits::side || shorter > picture_limits::pixels / longer)
        return problem{422, "too_many_pixels"};
    seen->towards_srgb = towards_srgb(*header);
    return std::move(*seen);
}

result<std::string> thumbnail(picture_tools const& tools, std::string const& file, std::vector<std::string> arguments,
                              std::size_t largest) {
    arguments.insert(arguments.begin(), "stdin");
    return ask(tools, "vipsthumbnail", arguments, file, largest);
}

}  // namespace plaza::base
