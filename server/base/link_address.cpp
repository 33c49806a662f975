// SPDX-License-Identifier: EUPL-1.2
#include "base/link_address.hpp"

#include <algorithm>
#include <array>

namespace plaza::base {
namespace {

bool begins_with(std::string_view text, std::string_view lower) {
    return text.size() > lower.size() &&
           std::equal(lower.begin(), lower.end(), text.begin(), [](char a, char b) {
               return a == ((b >= 'A' && b <= 'Z') ? static_cast<char>(b + 32) : b);
           });
}

}  // namespace

std::optional<std::string> safe_link(std::string_view address) {
    constexpr std::array<std::string_view, 3> schemes = {"https://", "http://", "mailto:"};
    // An allowed scheme has to begin the address exactly: browsers skip white space and controls, we do not.
    if (std::none_of(schemes.begin(), schemes.end(), [&](auto s) { return begins_with(address, s); }))
        return {};
    constexpr std::string_view allowed = "-_.~:/?#@!$&'()*+,;=%";
    constexpr std::string_view hex = "0123456789ABCDEF";
    std::string out;
    out.reserve(address.size());
    for (char const c : address) {
        bool const plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (plain || allowed.find(c) != std::string_view::npos) {
            out += c;
        } else {
            auto const byte = static_cast<unsigned char>(c);
            out += '%';
            out += hex[byte >> 4];
            out += hex[byte & 15];
        }
    }
    return out;
}

}  // namespace plaza::base
