// SPDX-License-Identifier: EUPL-1.2
// A real server of the transport with a tiny application behind it, and a client that sends bytes as they
// are.
#pragma once
#include "transport/server.hpp"

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace plaza::tests {

/// Answers by path: /api/echo the request, /api/slow after 300 ms, /api/throw never, /api/large 1 MiB, and so
/// on.
class tiny_application final : public transport::application {
public:
    std::size_t body_limit(transport::verb method, std::string_view path) const override;
    boost::asio::awaitable<transport::response> handle(transport::request& incoming) override;
    boost::asio::awaitable<base::result<std::unique_ptr<transport::live_session>>> admit_live(
        transport::request& incoming) override;

    /// The sinks of all live connections that were opened.
    std::vector<std::shared_ptr<transport::live_sink>> sinks() const;
    std::atomic<int> handled = 0;
    std::atomic<int> live_ended = 0;

private:
    class echo_session;
    mutable std::mutex mutex_;
    std::vector<std::shared_ptr<transport::live_sink>> sinks_;
};

class loopback_server {
public:
    explicit loopback_server(transport::server_options options = {}, std::size_t threads = 2);
    ~loopback_server();

    std::uint16_t port() const { return server_->port(); }
    std::string host() const { return "127.0.0.1:" + std::to_string(port()); }
    transport::server& get() { return *server_; }
    /// Runs `stop` and returns how long it took.
    std::chrono::milliseconds stop(std::chrono::milliseconds patience);
    std::vector<std::string> failures() const;
    /// Connections accepted from here on have hardly any buffer for what they send: loopback would take megabytes at once.
    void take_little_at_a_time();

    tiny_application app;

private:
    boost::asio::io_context io_;
    mutable std::mutex mutex_;
    std::vector<std::string> failures_;
    std::unique_ptr<transport::server> server_;
    std::vector<std::thread> threads_;
};

/// A blocking connection. Reads give up after `patience` and return what came.
class raw_client {
public:
    /// `buffer`: bytes that it takes before they are read, when not as many as the system likes.
    explicit raw_client(std::uint16_t port, std::chrono::milliseconds patience = std::chrono::seconds(15),
                        int buffer = 0);
    ~raw_client();
    raw_client(raw_client&& other) noexcept;
    raw_client(raw_client const&) = delete;
    raw_client& operator=(raw_client const&) = delete;

    /// False when the peer has closed.
    bool send(std::string_view bytes);
    void shutdown_send();
    /// Reads until the peer closes or nothing comes any more.
    std::string read_all();
    /// Reads exactly so many bytes, fewer at the end.
    std::string read(std::size_t size);
    /// One answer with its body by Content-Length; heads only when `head_only`.
    std::string read_answer(bool head_only = false);
    /// Whether the peer closes in time; drops what comes before that.
    bool closed();

    // WebSocket, with the frames made by hand.
    /// Sends the handshake and returns the answer.
    std::string upgrade(std::string_view extra = "", std::string_view origin = "same", std::string_view query = "");
    void send_frame(unsigned opcode, std::string_view payload, bool final = true);
    struct frame {
        unsigned opcode = 0;
        std::string payload;
        /// The code of a close frame, 0 for others.
        unsigned close_code() const;
    };
    /// The next frame; opcode 0xff at the end.
    frame read_frame();

private:
    std::uint16_t port_;
    int socket_ = -1;
    std::string received_;
    bool fill();
};

/// Waits up to five seconds for what another thread is about to do.
template <class Condition>
bool soon(Condition condition) {
    for (int i = 0; i < 500 && !condition(); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
    return condition();
}

/// Status of an answer, 0 when it is none.
int status_of(std::string_view answer);
/// Value of a header, without case; empty when missing.
std::string header_of(std::string_view answer, std::string_view name);
std::string body_of(std::string_view answer);

}  // namespace plaza::tests
