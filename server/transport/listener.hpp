// SPDX-License-Identifier: EUPL-1.2
// Accepts connections, and goes on doing so when descriptors run out.
#pragma once
#include "transport/server_options.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>

#include <cstddef>
#include <memory>

namespace plaza::transport {

struct server_state;
class tls_identity;

/// A descriptor kept for nothing but to be given up: with it the oldest waiting connection can be accepted
/// and closed when no other is left, instead of waiting in the kernel's queue for ever.
class reserve_descriptor {
public:
    reserve_descriptor() { take(); }
    ~reserve_descriptor() { release(); }
    reserve_descriptor(reserve_descriptor const&) = delete;
    reserve_descriptor& operator=(reserve_descriptor const&) = delete;
    void take();
    void release();

private:
    int descriptor_ = -1;
};

class listener : public std::enable_shared_from_this<listener> {
public:
    /// Binds and listens; throws `boost::system::system_error` when the address cannot be had.
    listener(boost::asio::io_context& io, server_options const& options);

    std::uint16_t port() const { return acceptor_.local_endpoint().port(); }
    void start(std::shared_ptr<server_state> state, std::shared_ptr<tls_identity> tls, std::size_t most);
    /// Thread-safe; connections that were accepted stay.
    void stop();

private:
    boost::asio::awaitable<void> accept_loop();
    void admit(boost::asio::ip::tcp::socket socket, boost::asio::ip::tcp::endpoint const& from);
    void shed_one();

    boost::asio::io_context& io_;
    boost::asio::strand<boost::asio::io_context::executor_type> strand_;
    boost::asio::ip::tcp::acceptor acceptor_;
    boost::asio::steady_timer pause_;
    reserve_descriptor reserve_;
    std::shared_ptr<server_state> state_;
    std::shared_ptr<tls_identity> tls_;
    std::size_t most_ = 0;
};

/// Raises the process's limit of open descriptors as far as it may, and returns how many connections fit
/// under it.
std::size_t connections_possible();

}  // namespace plaza::transport
