// SPDX-License-Identifier: EUPL-1.2
// One HTTP connection: requests are read, answered and written one after the other, so that pipelined ones
// are answered in order and share nothing.
#pragma once
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>

#include <memory>

namespace plaza::transport {

struct server_state;

/// Serves the connection until it ends; `tls` is null for plain HTTP. The socket's executor must be a strand.
void serve_http(std::shared_ptr<server_state> state, boost::asio::ip::tcp::socket socket,
                boost::asio::ip::tcp::endpoint const& from, std::shared_ptr<boost::asio::ssl::context> const& tls);

}  // namespace plaza::transport
