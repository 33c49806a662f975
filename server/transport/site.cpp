// SPDX-License-Identifier: EUPL-1.2
#include "transport/site.hpp"

#include "transport/ascii.hpp"

#include <boost/asio/ip/address.hpp>

#include <algorithm>
#include <charconv>
#include <optional>
#include <stdexcept>

namespace plaza::transport {
namespace {

std::string lower(std::string_view s) {
    std::string out(s);
    std::transform(out.begin(), out.end(), out.begin(), ascii::lower);
    return out;
}

/// Bytes of an address, IPv4 in IPv6 as IPv4; empty when it is none.
std::vector<unsigned char> address_bytes(std::string_view text) {
    boost::system::error_code error;
    auto address = boost::asio::ip::make_address(std::string(text), error);
    if (error) return {};
    if (address.is_v6() && address.to_v6().is_v4_mapped())
        address = boost::asio::ip::make_address_v4(boost::asio::ip::v4_mapped, address.to_v6());
    if (address.is_v4()) {
        auto const bytes = address.to_v4().to_bytes();
        return {bytes.begin(), bytes.end()};
    }
    auto const bytes = address.to_v6().to_bytes();
    return {bytes.begin(), bytes.end()};
}

bool same_bits(std::vector<unsigned char> const& a, std::vector<unsigned char> const& b, unsigned bits) {
    for (std::size_t i = 0; bits > 0; ++i) {
        auto const here = std::min(bits, 8U);
        auto const mask = static_cast<unsigned char>(0xffU << (8U - here));
        if ((a[i] & mask) != (b[i] & mask)) return false;
        bits -= here;
    }
    return true;
}

bool contains(std::vector<std::string> const& list, std::string_view text) {
    return std::any_of(list.begin(), list.end(), [text](auto const& item) { return ascii::equal(item, text); });
}

/// "host:80" and "host:443" are what some clients send for "host".
std::string_view without_default_port(std::string_view host) {
    for (std::string_view const port : {":80", ":443"})
        if (host.size() > port.size() && host.ends_with(port)) return host.substr(0, host.size() - port.size());
    return host;
}

std::string forwarded_for(header_list const& headers) {
    std::string chain;
    for (auto const& [name, value] : headers)
        if (ascii::equal(name, "x-forwarded-for")) chain += (chain.empty() ? "" : ",") + value;
    return chain;
}

}  // namespace

site::site(site_options const& options, std::uint16_t port) {
    auto const number = std::to_string(port);
    for (std::string_view const name : {"127.0.0.1", "localhost", "[::1]"}) {
        hosts_.push_back(std::string(name) + ":" + number);
        if (port == 80 || port == 443) hosts_.emplace_back(name);
    }
    // Pages on the reader's own machine are ours only where nothing else has been configured.
    if (options.allowed_hosts.empty()) origin_hosts_ = hosts_;
    for (auto const& host : options.allowed_hosts) {
        if (host.empty() || host.find_first_of(" /@") != std::string::npos)
            throw std::invalid_argument("allowed host: " + host);
        auto const name = std::string(without_default_port(lower(host)));
        hosts_.push_back(name);
        origin_hosts_.push_back(name);
    }
    canonical_ = origin_hosts_.front();
    for (auto const& origin : options.allowed_origins) {
        auto const host = origin.find("://");
        if (host == std::string::npos || origin.find_first_of("/ ", host + 3) != std::string::npos)
            throw std::invalid_argument("allowed origin: " + origin);
        origins_.push_back(lower(origin));
    }
    for (auto const& proxy : options.trusted_proxies) {
        auto const slash = proxy.find('/');
        auto prefix = address_bytes(std::string_view(proxy).substr(0, slash));
        auto bits = static_cast<unsigned>(prefix.size() * 8);
        if (slash != std::string::npos) {
            unsigned given = 0;
            auto const* const end = proxy.data() + proxy.size();
            auto const parsed = std::from_chars(proxy.data() + slash + 1, end, given);
            if (parsed.ec != std::errc{} || parsed.ptr != end || given > bits) prefix.clear();
            bits = given;
        }
        if (prefix.empty()) throw std::invalid_argument("trusted proxy: " + proxy);
        proxies_.push_back({std::move(prefix), bits});
    }
}

bool site::host_allowed(std::string_view host) const {
    return contains(hosts_, host) || contains(hosts_, without_default_port(host));
}

bool site::origin_allowed(std::string_view origin, bool secure) const {
    std::string_view const scheme = secure ? "https://" : "http://";
    if (origin.starts_with(scheme) && contains(origin_hosts_, origin.substr(scheme.size()))) return true;
    return contains(origins_, origin);
}

bool site::trusted(std::string_view address) const {
    auto const bytes = address_bytes(address);
    return !bytes.empty() && std::any_of(proxies_.begin(), proxies_.end(), [&bytes](network const& n) {
        return n.prefix.size() == bytes.size() && same_bits(n.prefix, bytes, n.bits);
    });
}

site::client site::client_of(std::string_view peer, bool tls, header_list const& headers) const {
    client out{std::string(peer), tls};
    if (proxies_.empty() || !trusted(peer)) return out;

    // From the nearest proxy outwards; the first whom nobody of ours vouches for is the client.
    auto const chain = forwarded_for(headers);
    std::string_view rest = chain;
    while (!rest.empty()) {
        auto const comma = rest.rfind(',');
        auto const element = ascii::trim(comma == std::string_view::npos ? rest : rest.substr(comma + 1));
        rest = comma == std::string_view::npos ? std::string_view{} : rest.substr(0, comma);
        if (address_bytes(element).empty()) break;  // "unknown" or an invention: the last known hop stands
        out.address = element;
        if (!trusted(element)) break;
    }
    if (auto const scheme = headers.get("x-forwarded-proto"); !scheme.empty())
        out.secure = ascii::equal(scheme, "https");
    return out;
}

}  // namespace plaza::transport
