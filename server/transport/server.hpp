// SPDX-License-Identifier: EUPL-1.2
// The HTTP server: construct, start, run the io_context on some threads, stop.
#pragma once
#include "transport/application.hpp"
#include "transport/server_options.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>

namespace plaza::transport {

class server {
public:
    /// Binds at once, so that an address in use is an exception here; accepts after `start`. `app` must
    /// outlive the io_context's last run.
    server(boost::asio::io_context& io, server_options options, application& app);
    ~server();
    server(server const&) = delete;
    server& operator=(server const&) = delete;

    void start();
    std::uint16_t port() const;

    /// Accepts no more, lets accepted requests finish and closes live connections with 1012, both until
    /// `patience` is over; then closes what is left. Completes when nothing is open any more, or shortly
    /// after.
    boost::asio::awaitable<void> stop(std::chrono::milliseconds patience);
    /// Closes everything now. Thread-safe, also while `stop` waits.
    void terminate();

    /// Reads the certificate again for new connections; throws when it cannot be used, and keeps the old one.
    void reload_certificates();

    struct figures {
        std::size_t connections;  ///< open, live ones included
        std::int64_t live;
        std::uint64_t accepted;
        std::uint64_t requests;
        std::uint64_t failures;  ///< exceptions, each reported
    };
    figures count() const;

private:
    struct parts;
    std::shared_ptr<parts> parts_;
};

/// Runs the io_context on the calling thread until it has no more work. An exception that reaches it ends
/// neither thread nor process: it is reported, and the loop goes on.
void run_io(boost::asio::io_context& io, failure_report const& report);

}  // namespace plaza::transport
