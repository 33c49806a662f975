// SPDX-License-Identifier: EUPL-1.2
#include "transport/frame.hpp"

namespace plaza::transport {
namespace {

constexpr unsigned char final_text = 0x81;
constexpr std::size_t longest_in_head = 125;
constexpr std::size_t longest_in_two_bytes = 0xffff;
constexpr unsigned char two_bytes = 126, eight_bytes = 127;

}  // namespace

frame_head text_frame(std::size_t payload) {
    frame_head out{{final_text}, 2};
    if (payload <= longest_in_head) {
        out.bytes[1] = static_cast<unsigned char>(payload);
        return out;
    }
    bool const two = payload <= longest_in_two_bytes;
    out.bytes[1] = two ? two_bytes : eight_bytes;
    for (int shift = two ? 8 : 56; shift >= 0; shift -= 8)
        out.bytes[out.size++] = static_cast<unsigned char>(payload >> shift & 0xff);
    return out;
}

}  // namespace plaza::transport
