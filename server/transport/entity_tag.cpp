// SPDX-License-Identifier: EUPL-1.2
#include "transport/entity_tag.hpp"

#include "transport/ascii.hpp"

#include <openssl/sha.h>

#include <array>

namespace plaza::transport {
namespace {

std::string_view opaque(std::string_view tag) {
    if (tag.starts_with("W/")) tag.remove_prefix(2);
    return tag;
}

}  // namespace

std::string entity_tag(std::string_view content) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
    SHA256(reinterpret_cast<unsigned char const*>(content.data()), content.size(), digest.data());
    std::string tag = "\"";
    for (std::size_t i = 0; i < 16; ++i) {
        tag += digits[digest[i] >> 4U];
        tag += digits[digest[i] & 15U];
    }
    return tag += '"';
}

bool tag_matches(std::string_view if_none_match, std::string_view tag) {
    if (tag.empty()) return false;
    if (ascii::trim(if_none_match) == "*") return true;
    bool found = false;
    ascii::each_element(if_none_match, [&](std::string_view one) { found = found || opaque(one) == opaque(tag); });
    return found;
}

}  // namespace plaza::transport
