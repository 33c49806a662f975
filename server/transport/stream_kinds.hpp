// SPDX-License-Identifier: EUPL-1.2
// What differs between plain and TLS connections.
#pragma once
#include "transport/limits.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <cstddef>
#include <string>

namespace plaza::transport {

using plain_stream = boost::asio::ip::tcp::socket;
using tls_stream = boost::asio::ssl::stream<boost::asio::ip::tcp::socket>;

constexpr bool is_tls(plain_stream const&) { return false; }
constexpr bool is_tls(tls_stream const&) { return true; }

inline boost::asio::awaitable<bool> shake_hands(plain_stream&) { co_return true; }
inline boost::asio::awaitable<bool> shake_hands(tls_stream& stream) {
    boost::system::error_code error;
    co_await stream.async_handshake(boost::asio::ssl::stream_base::server,
                                    boost::asio::redirect_error(boost::asio::use_awaitable, error));
    co_return !error;
}

/// Tells the peer that nothing more comes, and drops what it still sends until it has heard.
inline boost::asio::awaitable<void> part(plain_stream& stream, std::string& scratch) {
    boost::system::error_code error;
    stream.shutdown(boost::asio::socket_base::shutdown_send, error);
    for (std::size_t dropped = 0; !error && dropped < limits::linger_bytes;)
        dropped += co_await stream.async_read_some(boost::asio::buffer(scratch),
                                                   boost::asio::redirect_error(boost::asio::use_awaitable, error));
}
inline boost::asio::awaitable<void> part(tls_stream& stream, std::string& scratch) {
    boost::system::error_code ignored;
    co_await stream.async_shutdown(boost::asio::redirect_error(boost::asio::use_awaitable, ignored));
    co_await part(stream.next_layer(), scratch);
}

}  // namespace plaza::transport
