// SPDX-License-Identifier: EUPL-1.2
// Under which names this server answers, whom it believes about the client, and which pages may call it.
#pragma once
#include "transport/message.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace plaza::transport {

struct site_options {
    std::vector<std::string> allowed_hosts;    ///< `host` or `host:port`, as browsers send it in `Host`
    std::vector<std::string> allowed_origins;  ///< further origins, `https://host[:port]`
    std::vector<std::string> trusted_proxies;  ///< addresses or networks in CIDR notation
};

class site {
public:
    /// Throws `std::invalid_argument` naming the entry that cannot be understood.
    site(site_options const& options, std::uint16_t port);

    /// Loopback names with the served port, and the configured ones. Without case and default ports.
    bool host_allowed(std::string_view host) const;
    /// Whether pages of that origin may act for a person here: the allowed hosts themselves and the
    /// configured origins.
    bool origin_allowed(std::string_view origin, bool secure) const;
    /// The name to be used in links that leave the server, for example in mail.
    std::string const& canonical_host() const { return canonical_; }

    /// Client address and scheme as seen through trusted proxies; anybody else's word is ignored.
    struct client {
        std::string address;
        bool secure;
    };
    client client_of(std::string_view peer, bool tls, header_list const& headers) const;

private:
    struct network {
        std::vector<unsigned char> prefix;  ///< 4 or 16 bytes
        unsigned bits;
    };
    bool trusted(std::string_view address) const;

    std::vector<std::string> hosts_;         ///< accepted in `Host`
    std::vector<std::string> origin_hosts_;  ///< whose pages are ours
    std::vector<std::string> origins_;
    std::vector<network> proxies_;
    std::string canonical_;
};

}  // namespace plaza::transport
