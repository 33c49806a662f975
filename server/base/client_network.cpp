// SPDX-License-Identifier: EUPL-1.2
#include "base/client_network.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <array>

namespace plaza::base {

std::string client_network(std::string_view address) {
    constexpr std::size_t host_part = 8;  // of 16 bytes
    std::string const text(address);
    in6_addr parsed{};
    if (::inet_pton(AF_INET6, text.c_str(), &parsed) != 1) return text;
    std::array<char, INET6_ADDRSTRLEN> out{};
    if (IN6_IS_ADDR_V4MAPPED(&parsed)) {
        ::inet_ntop(AF_INET, parsed.s6_addr + 12, out.data(), out.size());
        return out.data();
    }
    std::fill_n(parsed.s6_addr + host_part, host_part, 0);
    ::inet_ntop(AF_INET6, &parsed, out.data(), out.size());
    return std::string(out.data()) + "/64";
}

}  // namespace plaza::base
