// SPDX-License-Identifier: EUPL-1.2
#include "transport/server.hpp"

#include "transport/limits.hpp"
#include "transport/listener.hpp"
#include "transport/server_state.hpp"
#include "transport/tls.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <string>
#include <utility>

namespace plaza::transport {

namespace asio = boost::asio;
using boost::system::error_code;

struct server::parts {
    parts(asio::io_context& context, server_options given, application& app)
        : io(context),
          options(std::move(given)),
          listening(std::make_shared<listener>(io, options)),
          identity(options.tls.certificate.empty() ? nullptr : std::make_shared<tls_identity>(options.tls)),
          state(std::make_shared<server_state>(options, listening->port(), app)) {}

    asio::io_context& io;
    server_options options;
    std::shared_ptr<listener> listening;
    std::shared_ptr<tls_identity> identity;
    std::shared_ptr<server_state> state;
    std::atomic<bool> over = false;  ///< ends the sweep
};

namespace {

asio::awaitable<void> wait(std::chrono::milliseconds time) {
    asio::steady_timer timer(co_await asio::this_coro::executor, time);
    error_code ignored;
    co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
}

/// Waits until nothing is open or the time is over.
asio::awaitable<void> drained(server_state& state, std::chrono::milliseconds patience) {
    using clock = std::chrono::steady_clock;
    constexpr std::chrono::milliseconds look_every(10);
    for (auto const until = clock::now() + patience; state.connections.size() > 0 && clock::now() < until;)
        co_await wait(look_every);
}

}  // namespace

server::server(asio::io_context& io, server_options options, application& app)
    : parts_(std::make_shared<parts>(io, std::move(options), app)) {}

server::~server() {
    parts_->over = true;
    parts_->listening->stop();
    parts_->state->connections.terminate_all();
}

std::uint16_t server::port() const { return parts_->listening->port(); }

void server::start() {
    auto const most = std::min(parts_->options.connections, connections_possible());
    parts_->listening->start(parts_->state, parts_->identity, most);
    // The sweep keeps the io_context busy until the server is over.
    asio::co_spawn(
        asio::make_strand(parts_->io),
        [p = parts_]() -> asio::awaitable<void> {
            while (!p->over) {
                co_await wait(limits::sweep_every);
                p->state->connections.sweep();
            }
        },
        [p = parts_](std::exception_ptr const& error) {
            if (error) p->state->failed({}, error);
        });
}

asio::awaitable<void> server::stop(std::chrono::milliseconds patience) {
    auto const p = parts_;
    p->state->stopping = true;
    p->listening->stop();
    p->state->connections.stop_all();
    co_await drained(*p->state, patience);
    p->state->connections.terminate_all();
    co_await drained(*p->state, limits::terminal_time);
    p->over = true;
}

void server::terminate() {
    parts_->state->stopping = true;
    parts_->listening->stop();
    parts_->state->connections.terminate_all();
}

void server::reload_certificates() {
    if (parts_->identity) parts_->identity->reload();
}

server::figures server::count() const {
    auto const& s = *parts_->state;
    return {s.connections.size(), s.live, s.accepted, s.requests, s.failures};
}

void report_failure(failure_report const& report, std::string_view incident, std::exception_ptr const& error) noexcept {
    if (!report) return;
    try {
        std::string what = "unknown exception";
        try {
            if (error) std::rethrow_exception(error);
        } catch (std::exception const& e) {
            what = e.what();
        } catch (...) {  // the default text says as much as is known
        }
        report(incident, what);
    } catch (...) {  // there is nobody left to tell
    }
}

void run_io(asio::io_context& io, failure_report const& report) {
    for (;;) {
        try {
            io.run();
            return;
        } catch (...) {
            report_failure(report, {}, std::current_exception());
        }
    }
}

}  // namespace plaza::transport
