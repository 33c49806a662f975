// SPDX-License-Identifier: EUPL-1.2
// From a file that somebody sent to a photo as we show it: type by content, size before decoding, re-encoded without
// metadata in the two sizes that pages use. Decoding happens in limited processes (`vipsheader`, `vipsthumbnail`).
#pragma once
#include "base/bounded_pool.hpp"
#include "base/pictures.hpp"
#include "base/result.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <string>

namespace plaza::domain::photos {

/// One file. The web application sends a square of some 100 KB; a body is read before anybody is known.
inline constexpr std::size_t largest_file = std::size_t{2} * 1024 * 1024;
/// Less than the smallest circle that a page shows.
inline constexpr long shortest_side = 48;

/// JPEG, square, twice the size in pixels that pages show (48 and 192).
struct photo {
    std::string small;
    std::string large;
};

class studio {
public:
    explicit studio(base::picture_tools tools);

    /// 422 `photo` with `unknown_type` (neither JPEG, PNG nor WebP), `too_many_pixels`, `too_small` or `unreadable`;
    /// 503 when too many wait, it takes too long or the tools are missing.
    boost::asio::awaitable<base::result<photo>> develop(std::string file);

private:
    base::picture_tools tools_;
    base::bounded_pool pool_;
};

}  // namespace plaza::domain::photos
