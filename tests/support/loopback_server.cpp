// SPDX-License-Identifier: EUPL-1.2
#include "support/loopback_server.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>

#include <netinet/in.h>
#include <stdexcept>
#include <sys/socket.h>
#include <utility>

namespace plaza::tests {

namespace asio = boost::asio;
using namespace transport;

class tiny_application::echo_session final : public live_session {
public:
    explicit echo_session(tiny_application& app) : app_(app) {}
    ~echo_session() override { ++app_.live_ended; }
    void opened(std::shared_ptr<live_sink> sink) override {
        sink_ = sink;
        sink_->send(std::make_shared<std::string const>("hello"));
        std::lock_guard const lock(app_.mutex_);
        app_.sinks_.push_back(std::move(sink));
    }
    asio::awaitable<void> received(std::string text) override {
        if (text == "throw") throw std::runtime_error("thrown by the session");
        if (text == "leave") sink_->close(close_reason::policy);
        if (text == "wait") {
            asio::steady_timer timer(co_await asio::this_coro::executor);
            while (!sink_->ended()) {
                timer.expires_after(std::chrono::milliseconds(5));
                co_await timer.async_wait(asio::use_awaitable);
            }
        }
        sink_->send(std::make_shared<std::string const>("echo " + text));
        co_return;
    }

private:
    tiny_application& app_;
    std::shared_ptr<live_sink> sink_;
};

std::size_t tiny_application::body_limit(verb method, std::string_view path) const {
    if (method == verb::get || method == verb::head) return 0;
    return path == "/api/large" ? 4 * 1024 * 1024 : 1000;
}

asio::awaitable<response> tiny_application::handle(request& incoming) {
    ++handled;
    response answer;
    if (incoming.path == "/api/throw") throw std::runtime_error("thrown by the application");
    if (incoming.path == "/api/slow") {
        asio::steady_timer timer(co_await asio::this_coro::executor, std::chrono::milliseconds(300));
        co_await timer.async_wait(asio::use_awaitable);
    }
    if (incoming.path == "/api/split") answer.headers.add("X-Split", "a\r\nInjected: yes");
    if (incoming.path == "/api/cookie") answer.headers.add("Set-Cookie", "__Host-plaza=x; Secure; Path=/");
    if (incoming.path == "/api/empty") {
        answer.status = 204;
        co_return answer;
    }
    if (incoming.path == "/api/large" && incoming.method == verb::get) {
        answer.body.assign(1024 * 1024, 'x');
        co_return answer;
    }
    if (incoming.path == "/api/cookie" || incoming.path == "/api/page") {
        answer.body.assign(4000, 'x');
        answer.headers.add("ETag", "\"page\"");
        co_return answer;
    }
    if (incoming.path.rfind("/api/", 0) != 0) co_return to_response(base::not_found(), "es", incoming.incident);
    answer.content_type = "text/plain";
    answer.body = incoming.path + "|" + std::string(incoming.query_value("q")) + "|" + incoming.client + "|" +
                  (incoming.secure ? "secure" : "plain") + "|" + std::to_string(incoming.body.size()) + "|" +
                  incoming.body.substr(0, 100);
    co_return answer;
}

asio::awaitable<base::result<std::unique_ptr<live_session>>> tiny_application::admit_live(request& incoming) {
    if (incoming.query_value("as") == "nobody") co_return base::unauthenticated();
    if (incoming.query_value("as") == "suspended") co_return base::forbidden("suspended");
    if (incoming.query_value("as") == "bug") throw std::runtime_error("thrown at admission");
    std::unique_ptr<live_session> session = std::make_unique<echo_session>(*this);
    co_return session;
}

std::vector<std::shared_ptr<live_sink>> tiny_application::sinks() const {
    std::lock_guard const lock(mutex_);
    return sinks_;
}

loopback_server::loopback_server(server_options options, std::size_t threads) : io_(static_cast<int>(threads)) {
    options.port = 0;
    options.on_failure = [this](std::string_view, std::string_view what) {
        std::lock_guard const lock(mutex_);
        failures_.emplace_back(what);
    };
    auto const report = options.on_failure;
    server_ = std::make_unique<server>(io_, std::move(options), app);
    server_->start();
    for (std::size_t i = 0; i < threads; ++i) threads_.emplace_back([this, report] { run_io(io_, report); });
}

loopback_server::~loopback_server() {
    if (server_) stop(std::chrono::milliseconds(0));
    for (auto& thread : threads_) thread.join();
}

std::chrono::milliseconds loopback_server::stop(std::chrono::milliseconds patience) {
    auto const began = std::chrono::steady_clock::now();
    asio::co_spawn(
        io_, [this, patience] { return server_->stop(patience); }, asio::use_future)
        .get();
    auto const took = std::chrono::steady_clock::now() - began;
    server_.reset();
    return std::chrono::duration_cast<std::chrono::milliseconds>(took);
}

void loopback_server::take_little_at_a_time() {
    // Accepted sockets have what the listening one has, which nobody here holds: it is found by its port.
    for (int fd = 3; fd < 1024; ++fd) {
        int listening = 0, size = 4096;
        socklen_t length = sizeof listening;
        sockaddr_in address{};
        socklen_t address_length = sizeof address;
        if (::getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &listening, &length) != 0 || listening == 0) continue;
        if (::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &address_length) != 0) continue;
        if (address.sin_family != AF_INET || ntohs(address.sin_port) != port()) continue;
        if (::setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &size, sizeof size) == 0) return;
    }
    throw std::runtime_error("no listening socket");
}

std::vector<std::string> loopback_server::failures() const {
    std::lock_guard const lock(mutex_);
    return failures_;
}

}  // namespace plaza::tests
