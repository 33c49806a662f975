// SPDX-License-Identifier: EUPL-1.2
#include "transport/websocket_session.hpp"

#include "transport/ascii.hpp"
#include "transport/frame.hpp"
#include "transport/limits.hpp"
#include "transport/live_outbox.hpp"
#include "transport/rate_limiter.hpp"
#include "transport/server_state.hpp"
#include "transport/whole_writes.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/websocket/ssl.hpp>
#include <boost/beast/websocket/stream.hpp>

#include <algorithm>
#include <span>
#include <utility>
#include <vector>

namespace plaza::transport {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
namespace websocket = beast::websocket;
using boost::system::error_code;

constexpr std::string_view subprotocol = "plaza.v1";
constexpr rate client_rate{limits::live_burst, limits::live_per_second};

using handshake_request = http::request<http::empty_body>;

bool has_element(request const& incoming, std::string_view name, std::string_view element) {
    bool found = false;
    for (auto const& [key, value] : incoming.headers)
        if (ascii::equal(key, name))
            ascii::each_element(value, [&](std::string_view one) { found = found || ascii::equal(one, element); });
    return found;
}

/// The handshake as Beast wants it, after `check_upgrade` has looked at the real one.
handshake_request to_beast(live_handshake const& from) {
    handshake_request out(http::verb::get, "/", 11);
    out.set(http::field::host, from.host);
    out.set(http::field::upgrade, "websocket");
    out.set(http::field::connection, "Upgrade");
    out.set(http::field::sec_websocket_version, "13");
    out.set(http::field::sec_websocket_key, from.key);
    return out;
}

template <class Stream>
class websocket_connection final : public connection, public outbox_owner {
public:
    websocket_connection(std::shared_ptr<server_state> state, Stream stream, live_handshake const& handshake,
                         std::unique_ptr<live_session> session)
        : connection(state->connections),
          state_(std::move(state)),
          socket_(std::move(stream)),
          executor_(socket_.get_executor()),
          handshake_(to_beast(handshake)),
          incident_(handshake.incident),
          session_(std::move(session)),
          commands_(client_rate, clock::now()) {
        set_waiting(false);
        ++state_->live;
    }
    ~websocket_connection() override { --state_->live; }

    void start() {
        set_deadline(state_->times.header);
        outbox_ = std::make_shared<live_outbox>(weak_self());
        asio::co_spawn(executor_, run(),  // the handler below keeps us alive until it has ended
                       [me = self()](std::exception_ptr const& error) {
                           if (error) me->state_->failed(me->incident_, error);
                           me->ended();
                       });
    }

    void expire() override {
        asio::post(executor_, [me = self()] { me->on_due(); });
    }
    void stop() override {
        asio::post(executor_, [me = self()] { me->outbox_->close(close_reason::restart); });
    }
    void terminate() override {
        asio::post(executor_, [me = self()] { me->close_socket(); });
    }
    void wake() override {
        asio::post(executor_, [me = self()] { me->pump(); });
    }

private:
    std::shared_ptr<websocket_connection> self() {
        return std::static_pointer_cast<websocket_connection>(shared_from_this());
    }
    std::weak_ptr<outbox_owner> weak_self() { return std::shared_ptr<outbox_owner>(self()); }

    asio::awaitable<void> run() {
        configure();
        error_code error;
        co_await socket_.async_accept(handshake_, asio::redirect_error(asio::use_awaitable, error));
        if (error) co_return;
        handshake_ = {};
        opened_ = true;
        heard();
        set_deadline(state_->times.live_ping);
        session_->opened(outbox_);
        pump();
        bool more = true;
        while (more) more = co_await receive_one();
    }

    /// Reads one message and hands it to the application. False when the connection is over.
    asio::awaitable<bool> receive_one() {
        error_code error;
        input_.clear();
        co_await socket_.async_read(input_, asio::redirect_error(asio::use_awaitable, error));
        if (error) co_return false;
        heard();
        // What arrives while we close counts for nothing; reading goes on to find the peer's closing frame.
        if (closing_) co_return true;
        if (!socket_.got_text() || !allowed()) {
            outbox_->close(close_reason::policy);
            co_return true;
        }
        auto const bytes = input_.cdata();
        std::string text(static_cast<char const*>(bytes.data()), bytes.size());
        std::exception_ptr failure;
        try {
            co_await session_->received(std::move(text));
        } catch (...) {
            failure = std::current_exception();
        }
        if (failure) {
            state_->failed(incident_, failure);
            outbox_->close(close_reason::restart);
        }
        co_return true;
    }

    void configure() {
        socket_.set_option(websocket::stream_base::decorator([](websocket::response_type& answer) {
            answer.set(http::field::sec_websocket_protocol, beast::string_view(subprotocol.data(), subprotocol.size()));
            answer.erase(http::field::server);
        }));
        // Compression stays off: a frame can then claim a size that no limit looks at, and each connection
        // costs five times the memory.
        websocket::permessage_deflate off;
        off.server_enable = false;
        socket_.set_option(off);
        socket_.read_message_max(limits::live_message_bytes);
        socket_.control_callback([this](websocket::frame_type kind, beast::string_view) {
            heard();
            if (kind == websocket::frame_type::ping && !allowed()) outbox_->close(close_reason::policy);
        });
    }

    void heard() {
        heard_ = clock::now();
        pinged_ = false;
        bring_deadline(state_->times.live_ping);
    }
    bool allowed() { return commands_.take(client_rate, 1, clock::now()) == std::chrono::nanoseconds::zero(); }

    /// Messages on their way to the peer, and what is written of them. They are the same for all receivers, so each is
    /// framed here instead of by Beast, and all that wait leave in one write.
    struct batch {
        explicit batch(std::vector<send_queue::message> given) : texts(std::move(given)) {
            heads.reserve(texts.size());
            buffers.reserve(2 * texts.size());
            for (auto const& text : texts) {
                auto const& head = heads.emplace_back(text_frame(text->size()));
                buffers.emplace_back(head.bytes.data(), head.size);
                buffers.emplace_back(text->data(), text->size());
            }
        }
        std::vector<send_queue::message> texts;
        std::vector<frame_head> heads;
        std::vector<asio::const_buffer> buffers;
    };

    /// Writes what waits or begins to close. Runs on the strand.
    void pump() {
        if (!opened_ || closing_) return;
        auto next = outbox_->next();
        if (next.ended) return begin_close(*next.ended);
        if (next.texts.empty()) return;
        // The peer has begun to close: nothing may follow our closing frame, and it is not waited for long.
        if (!socket_.is_open()) {
            closing_ = true;
            outbox_->detach();
            return set_deadline(state_->times.live_close);
        }
        writing_ = true;
        write_began_ = clock::now();
        bring_deadline(state_->times.live_write);
        auto const now = std::make_shared<batch>(std::move(next.texts));
        socket_.next_layer().async_write_some(std::span(std::as_const(now->buffers)),
                                              [me = self(), now](error_code error, std::size_t) {
                                                  me->writing_ = false;
                                                  if (error) return me->close_socket();
                                                  me->outbox_->written();
                                                  me->pump();
                                              });
    }

    void begin_close(close_reason why) {
        closing_ = true;
        set_deadline(state_->times.live_close);
        // A write that the peer does not take holds the closing frame back; the deadline then cuts the
        // connection.
        socket_.async_close(websocket::close_reason(static_cast<websocket::close_code>(why)),
                            [me = self()](error_code) { me->close_socket(); });
    }

    /// The deadline has passed: something is overdue, or it is time to ping.
    void on_due() {
        if (!past_deadline()) return;
        auto const now = clock::now();
        auto const silent = now - heard_;
        auto const stuck = writing_ && now - write_began_ >= state_->times.live_write;
        if (!opened_ || closing_ || stuck || silent >= state_->times.live_silent) return close_socket();
        if (silent >= state_->times.live_ping && !pinged_) {
            pinged_ = true;
            socket_.async_ping({}, [me = self()](error_code error) {
                if (error && error != asio::error::operation_aborted) me->close_socket();
            });
        }
        set_deadline((pinged_ ? state_->times.live_silent : state_->times.live_ping) - silent);
        if (writing_) bring_deadline(write_began_ + state_->times.live_write - now);
    }

    /// Also while the session is busy with a message: what it waits for may never come on a socket that is gone.
    void close_socket() {
        outbox_->detach();
        error_code ignored;
        beast::get_lowest_layer(socket_).close(ignored);
    }

    /// The application hears no more of this connection, and whatever it still sends goes nowhere. When we
    /// are closing, the closing operation ends the socket.
    void ended() {
        outbox_->detach();
        session_.reset();
        if (!closing_) close_socket();
    }

    std::shared_ptr<server_state> state_;
    websocket::stream<whole_writes<Stream>> socket_;
    asio::any_io_executor executor_;
    handshake_request handshake_;
    std::string incident_;
    std::unique_ptr<live_session> session_;
    std::shared_ptr<live_outbox> outbox_;
    beast::flat_buffer input_{limits::live_message_bytes};
    token_bucket commands_;
    bool writing_ = false;
    clock::time_point write_began_;
    clock::time_point heard_;
    bool pinged_ = false;
    bool opened_ = false;
    bool closing_ = false;
};

}  // namespace

upgrade check_upgrade(request const& handshake) {
    if (!has_element(handshake, "upgrade", "websocket") || !has_element(handshake, "connection", "upgrade") ||
        handshake.headers.get("sec-websocket-version") != "13" || handshake.headers.count("sec-websocket-key") != 1 ||
        handshake.headers.get("sec-websocket-key").size() != 24)
        return upgrade::not_websocket;
    return has_element(handshake, "sec-websocket-protocol", subprotocol) ? upgrade::accepted : upgrade::wrong_protocol;
}

live_handshake live_handshake::of(request const& incoming) {
    return {std::string(incoming.headers.get("host")), std::string(incoming.headers.get("sec-websocket-key")),
            incoming.incident};
}

template <class Stream>
void serve_live(std::shared_ptr<server_state> state, Stream stream, live_handshake handshake,
                std::unique_ptr<live_session> session) {
    std::make_shared<websocket_connection<Stream>>(std::move(state), std::move(stream), handshake, std::move(session))
        ->start();
}

template void serve_live(std::shared_ptr<server_state>, plain_stream, live_handshake, std::unique_ptr<live_session>);
template void serve_live(std::shared_ptr<server_state>, tls_stream, live_handshake, std::unique_ptr<live_session>);

}  // namespace plaza::transport
