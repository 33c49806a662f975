// SPDX-License-Identifier: EUPL-1.2
// Whom an address stands for when it is counted.
#pragma once
#include <string>
#include <string_view>

namespace plaza::base {

/// An IPv4 address as it is; of an IPv6 address its /64, which is what one subscriber gets (RFC 6177) and may change
/// addresses in at will. What is no address is returned as it is.
std::string client_network(std::string_view address);

}  // namespace plaza::base
