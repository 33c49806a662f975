// SPDX-License-Identifier: EUPL-1.2
#include "domain/photos/studio.hpp"

#include "base/pictures.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

namespace plaza::domain::photos {
namespace {

/// Photos developed at a time, and with those that wait; a town's worth of people does not come in one second.
constexpr unsigned threads = 1;
constexpr std::size_t waiting_limit = 8;

/// Twice the pixels of the page: screens have them.
constexpr int large_side = 2 * 192;
constexpr int small_side = 2 * 48;

constexpr std::array<std::string_view, 3> kinds{"image/jpeg", "image/png", "image/webp"};

base::problem refused(std::string_view code) { return base::invalid("photo", code); }

base::problem told(base::problem const& problem) { return problem.status == 422 ? refused(problem.type) : problem; }

/// JPEG, since WebP of libvips 8.14 keeps EXIF and XMP whatever it is told.
base::result<std::string> square(base::picture_tools const& tools, std::string const& file, int side,
                                 std::vector<std::string> const& colours) {
    auto const pixels = std::to_string(side) + "x" + std::to_string(side);
    std::vector<std::string> arguments{"--size", pixels, "--smartcrop", "centre"};
    arguments.insert(arguments.end(), colours.begin(), colours.end());
    arguments.insert(arguments.end(), {"-o", ".jpg[strip,optimize_coding,background=255,Q=80]"});
    return base::thumbnail(tools, file, arguments);
}

base::result<photo> developed(base::picture_tools const& tools, std::string const& file) {
    auto const kind = base::media_type(file);
    if (std::find(kinds.begin(), kinds.end(), kind) == kinds.end()) return refused("unknown_type");
    auto const seen = base::look_at_picture(tools, file);
    if (!seen) return told(seen.error());
    if (std::min(seen->width, seen->height) < shortest_side) return refused("too_small");
    auto large = square(tools, file, large_side, seen->towards_srgb);
    if (!large) return told(large.error());
    // Its colours are right already.
    auto small = square(tools, *large, small_side, {});
    if (!small) return told(small.error());
    return photo{std::move(*small), std::move(*large)};
}

}  // namespace

studio::studio(base::picture_tools tools) : tools_(std::move(tools)), pool_(threads, waiting_limit) {}

boost::asio::awaitable<base::result<photo>> studio::develop(std::string file) {
    auto work = [this, file = std::move(file)] { return developed(tools_, file); };
    auto done = co_await pool_.run(std::move(work));
    if (!done) co_return base::unavailable();
    co_return std::move(*done);
}

}  // namespace plaza::domain::photos
