// SPDX-License-Identifier: EUPL-1.2
// The head of a WebSocket frame, so that one text serves all receivers and several leave in one write.
#pragma once
#include <array>
#include <cstddef>

namespace plaza::transport {

struct frame_head {
    std::array<unsigned char, 10> bytes;
    std::size_t size;
};

/// What stands before a whole text message of a server, of so many bytes (RFC 6455, section 5.2: final, text, not masked).
frame_head text_frame(std::size_t payload);

}  // namespace plaza::transport
