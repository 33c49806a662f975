// SPDX-License-Identifier: EUPL-1.2
#include "transport/listener.hpp"

#include "transport/http_session.hpp"
#include "transport/limits.hpp"
#include "transport/server_state.hpp"
#include "transport/tls.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

namespace plaza::transport {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

bool out_of_descriptors(error_code const& error) {
    return error == boost::system::errc::too_many_files_open ||
           error == boost::system::errc::too_many_files_open_in_system;
}

}  // namespace

void reserve_descriptor::take() {
    if (descriptor_ < 0) descriptor_ = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
}

void reserve_descriptor::release() {
    if (descriptor_ >= 0) ::close(descriptor_);
    descriptor_ = -1;
}

listener::listener(asio::io_context& io, server_options const& options)
    : io_(io), strand_(asio::make_strand(io)), acceptor_(strand_), pause_(strand_) {
    tcp::endpoint const endpoint(asio::ip::make_address(options.address), options.port);
    acceptor_.open(endpoint.protocol());
    acceptor_.set_option(asio::socket_base::reuse_address(true));
    acceptor_.bind(endpoint);
    acceptor_.listen(limits::accept_backlog);
}

void listener::start(std::shared_ptr<server_state> state, std::shared_ptr<tls_identity> tls, std::size_t most) {
    state_ = std::move(state);
    tls_ = std::move(tls);
    most_ = most;
    asio::co_spawn(
        strand_, [me = shared_from_this()] { return me->accept_loop(); },
        [me = shared_from_this()](std::exception_ptr const& error) {
            if (error) me->state_->failed({}, error);
        });
}

void listener::stop() {
    asio::post(strand_, [me = shared_from_this()] {
        error_code ignored;
        me->acceptor_.close(ignored);
        me->pause_.cancel();
    });
}

asio::awaitable<void> listener::accept_loop() {
    while (acceptor_.is_open()) {
        tcp::socket socket(asio::any_io_executor(asio::make_strand(io_)));
        tcp::endpoint from;
        error_code error;
        co_await acceptor_.async_accept(socket, from, asio::redirect_error(asio::use_awaitable, error));
        if (!error) {
            admit(std::move(socket), from);
            continue;
        }
        if (error == asio::error::operation_aborted) continue;
        // The peer was gone before we came to it: nothing is wrong here.
        if (error == asio::error::connection_aborted) continue;
        if (out_of_descriptors(error)) shed_one();
        pause_.expires_after(limits::accept_pause);
        co_await pause_.async_wait(asio::redirect_error(asio::use_awaitable, error));
    }
}

void listener::admit(tcp::socket socket, tcp::endpoint const& from) {
    ++state_->accepted;
    // One above the limit for a moment is better than a limit at which nobody gets in.
    if (state_->connections.size() >= most_ && !state_->connections.evict_one()) return;
    try {
        error_code ignored;
        socket.set_option(tcp::no_delay(true), ignored);
        serve_http(state_, std::move(socket), from, tls_ ? tls_->current() : nullptr);
    } catch (...) {
        state_->failed({}, std::current_exception());
    }
}

void listener::shed_one() {
    state_->connections.evict_one();
    reserve_.release();
    error_code error;
    acceptor_.non_blocking(true, error);
    {
        tcp::socket dropped(io_);
        acceptor_.accept(dropped, error);
    }
    reserve_.take();
}

std::size_t connections_possible() {
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return limits::connections;
    if (limit.rlim_cur < limit.rlim_max) {
        auto raised = limit;
        raised.rlim_cur = limit.rlim_max;
        if (setrlimit(RLIMIT_NOFILE, &raised) == 0) limit = raised;
    }
    auto const all = static_cast<std::size_t>(limit.rlim_cur);
    return all > 2 * limits::spare_descriptors ? all - limits::spare_descriptors : limits::spare_descriptors;
}

}  // namespace plaza::transport
