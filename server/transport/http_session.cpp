// SPDX-License-Identifier: EUPL-1.2
#include "transport/http_session.hpp"

#include "transport/answering.hpp"
#include "transport/compression.hpp"
#include "transport/csrf.hpp"
#include "transport/limits.hpp"
#include "transport/request_builder.hpp"
#include "transport/response_head.hpp"
#include "transport/server_state.hpp"
#include "transport/stream_kinds.hpp"
#include "transport/websocket_session.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <algorithm>
#include <array>
#include <type_traits>
#include <utility>

namespace plaza::transport {
namespace {

namespace asio = boost::asio;
using asio::awaitable;
using asio::redirect_error;
using asio::use_awaitable;
using boost::system::error_code;

/// The peer went away or fell silent: there is nobody to answer.
constexpr framing::refusal gone{0, "gone"};

template <class Stream>
class http_session final : public connection {
public:
    http_session(std::shared_ptr<server_state> state, Stream stream, std::string address)
        : connection(state->connections),
          state_(std::move(state)),
          stream_(std::move(stream)),
          executor_(stream_.get_executor()),
          peer_{std::move(address), is_tls(stream_)} {}

    void start() {
        set_deadline(state_->times.header);
        asio::co_spawn(executor_, run(),  // the handler below keeps us alive until it has ended
                       [me = self()](std::exception_ptr const& error) {
                           if (error) me->state_->failed({}, error);
                           me->close();
                       });
    }

    void expire() override {
        asio::post(executor_, [me = self()] { me->on_expired(); });
    }
    void stop() override {
        asio::post(executor_, [me = self()] {
            if (me->idle_) me->close();
        });
    }
    void terminate() override {
        asio::post(executor_, [me = self()] { me->close(); });
    }

private:
    std::shared_ptr<http_session> self() { return std::static_pointer_cast<http_session>(shared_from_this()); }

    void close() {
        error_code ignored;
        stream_.lowest_layer().close(ignored);
    }

    /// First the pending operation is given up, so that the client can be told; then the connection.
    void on_expired() {
        if (!past_deadline()) return;
        if (timed_out_) return close();
        timed_out_ = true;
        set_deadline(state_->times.linger);
        error_code ignored;
        stream_.lowest_layer().cancel(ignored);
    }

    awaitable<void> run() {
        bool more = co_await shake_hands(stream_);
        while (more) more = co_await serve_one();
        if (linger_) co_await end();
    }

    /// Reads, answers and writes one request. False when the connection is to end.
    awaitable<bool> serve_one() {
        std::optional<framing::refusal> refused;
        auto const size = co_await read_head(refused);
        if (!refused && size == 0) co_return false;
        if (!refused) refused = framing::parse(std::string_view(input_).substr(0, size), head_);
        if (refused) co_return co_await refuse(*refused, nullptr);
        ++state_->requests;

        request incoming;
        auto problem = build_request(head_, peer_, state_->here, incoming);
        input_.erase(0, size);
        head_.fields.clear();  // they pointed there
        if (!problem && !state_->answers.of_its_address(incoming)) problem = check_cross_site(incoming, state_->here);
        if (problem) {
            auto answer = to_response(*problem, language(incoming), incoming.incident);
            answer.close = answer.close || head_.has_body();
            co_return co_await write(answer, answer.body, incoming);
        }
        if (incoming.method == verb::get && incoming.path == live_path) co_return co_await go_live(incoming);

        std::optional<response> unwanted;
        if (state_->answers.streams(incoming.method, incoming.path)) {
            no_deadline();
            unwanted = co_await open_sink(*state_, incoming, head_);
            // Whoever waits for our word before sending is told at once.
            if (unwanted && head_.expects_continue) {
                unwanted->close = true;
                co_return co_await write(*unwanted, unwanted->body, incoming);
            }
        }
        refused = co_await read_body(incoming, unwanted);
        if (refused) {
            if (refused->status == 0) co_return false;
            co_return co_await refuse(*refused, &incoming);
        }
        if (unwanted) co_return co_await write(*unwanted, unwanted->body, incoming);
        co_return co_await respond(incoming);
    }

    awaitable<bool> respond(request& incoming) {
        if (state_->files && !application_path(incoming.path)) {
            auto const found = state_->files->find(incoming);
            if (found && (incoming.method == verb::get || incoming.method == verb::head))
                co_return co_await write(found->head, found->body, incoming);
            if (found) {
                auto answer = refusal(405, "method_not_allowed", incoming);
                answer.headers.add("Allow", "GET, HEAD");
                co_return co_await write(answer, answer.body, incoming);
            }
        }
        auto const accepted = negotiate_encoding(incoming.headers.get("accept-encoding"));
        no_deadline();  // the application keeps its own
        auto answer = co_await ask_application(*state_, incoming);
        if (state_->compression && !answer.stream) compress_answer(answer, accepted);
        co_return co_await write(answer, answer.body, incoming);
    }

    awaitable<bool> go_live(request& incoming) {
        auto answer = co_await try_live(incoming);
        if (handed_over_) co_return false;
        answer.close = answer.close || head_.has_body();
        co_return co_await write(answer, answer.body, incoming);
    }

    /// Hands the connection over, or says why not.
    awaitable<response> try_live(request& incoming) {
        if (auto refused = live_refusal(*state_, incoming, head_, !input_.empty())) co_return std::move(*refused);
        no_deadline();
        auto handshake = live_handshake::of(incoming);
        auto const in = language(incoming);
        std::exception_ptr error;
        try {
            auto admitted = co_await state_->answers.admit_live(incoming);
            if (admitted.has_error()) co_return to_response(admitted.error(), in, handshake.incident);
            serve_live(state_, std::move(stream_), std::move(handshake), std::move(*admitted));
            handed_over_ = true;
            co_return response{};
        } catch (...) {
            error = std::current_exception();
        }
        co_return failure(*state_, handshake.incident, in, error);
    }

    awaitable<std::size_t> read_head(std::optional<framing::refusal>& refused) {
        framing::head_scanner scanner;
        set_waiting(true);
        set_deadline(input_.empty() && served_ ? state_->times.idle : state_->times.header);
        for (;;) {
            if (!input_.empty()) {
                auto const size = scanner.scan(input_, refused);
                if (size > 0 || refused) {
                    set_waiting(false);
                    co_return size;
                }
            }
            idle_ = input_.empty();
            if (idle_ && state_->stopping) co_return 0;
            auto const room = limits::header_bytes - input_.size();
            auto const more = co_await read_some(std::min(room, limits::first_read_bytes));
            if (idle_ && more) set_deadline(state_->times.header);
            idle_ = false;
            if (more) continue;
            if (timed_out_ && !input_.empty()) refused = framing::refusal{408, "header too slow"};
            co_return 0;
        }
    }

    awaitable<std::optional<framing::refusal>> read_body(request& incoming, std::optional<response>& unwanted) {
        auto const allowed = state_->answers.body_limit(incoming.method, incoming.path);
        auto const limit = unwanted ? read_off_times * allowed : allowed;
        if (head_.content_length.value_or(0) > limit) co_return framing::refusal{413, "body"};
        if (!head_.has_body()) co_return std::nullopt;
        set_deadline(state_->times.body);
        if (head_.expects_continue && input_.empty()) {
            constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
            error_code error;
            co_await asio::async_write(stream_, asio::buffer(go_on), redirect_error(use_awaitable, error));
            if (error) co_return gone;
        }
        bool const streamed = incoming.sink || unwanted;
        if (head_.chunked) co_return co_await read_chunks(incoming, limit, streamed, unwanted);
        auto left = static_cast<std::size_t>(*head_.content_length);
        if (!streamed) co_return co_await read_exactly(incoming.body, left);
        std::string bytes;
        while (left > 0) {
            auto const next = std::min(left, limits::body_read_bytes);
            auto const broken = co_await read_exactly(bytes, next);
            if (broken) co_return broken;
            no_deadline();
            co_await pass_on(*state_, incoming, bytes, unwanted);
            set_deadline(state_->times.body);
            left -= next;
        }
        co_return std::nullopt;
    }

    awaitable<std::optional<framing::refusal>> read_exactly(std::string& body, std::size_t length) {
        auto const early = std::min(length, input_.size());
        body.assign(input_, 0, early);
        input_.erase(0, early);
        auto renew_at = limits::body_read_bytes;
        while (body.size() < length) {
            auto const had = body.size();
            auto const most = std::min(length - had, limits::body_read_bytes);
            body.resize(had + most);
            error_code error;
            auto const got = co_await stream_.async_read_some(asio::buffer(body.data() + had, most),
                                                              redirect_error(use_awaitable, error));
            body.resize(had + got);
            if (error) co_return timed_out_ ? framing::refusal{408, "body too slow"} : gone;
            renew_deadline(body.size(), renew_at);
        }
        co_return std::nullopt;
    }

    awaitable<std::optional<framing::refusal>> read_chunks(request& incoming, std::size_t limit, bool streamed,
                                                           std::optional<response>& unwanted) {
        auto& body = incoming.body;
        std::size_t passed = 0;
        framing::chunked_decoder decoder(limit);
        auto renew_at = limits::body_read_bytes;
        for (;;) {
            input_.erase(0, decoder.feed(input_, body));
            if (decoder.refused()) co_return decoder.refused();
            if (streamed && (decoder.done() || body.size() >= limits::body_read_bytes)) {
                passed += body.size();
                no_deadline();
                co_await pass_on(*state_, incoming, body, unwanted);
                set_deadline(state_->times.body);
            }
            if (decoder.done()) co_return std::nullopt;
            renew_deadline(passed + body.size(), renew_at);
            bool const more = co_await read_some(limits::header_bytes);
            if (!more) co_return timed_out_ ? framing::refusal{408, "body too slow"} : gone;
        }
    }

    void renew_deadline(std::size_t received, std::size_t& renew_at) {
        if (received < renew_at) return;
        renew_at = received + limits::body_read_bytes;
        set_deadline(state_->times.body);
    }

    /// Reads something behind what is in `input_`. False at the end, on an error or a time-out.
    awaitable<bool> read_some(std::size_t most) {
        auto const had = input_.size();
        input_.resize(had + most);
        error_code error;
        auto const got = co_await stream_.async_read_some(asio::buffer(input_.data() + had, most),
                                                          redirect_error(use_awaitable, error));
        input_.resize(had + got);
        co_return !error;
    }

    /// Answers what could not be read to its end: whatever follows on the connection has no meaning.
    awaitable<bool> refuse(framing::refusal const& refused, request const* known) {
        request unknown;
        unknown.secure = peer_.tls;
        unknown.incident = new_incident();
        auto const& incoming = known ? *known : unknown;
        auto answer = to_response(to_problem(refused), language(incoming), incoming.incident);
        answer.close = true;
        co_return co_await write(answer, answer.body, incoming);
    }

    /// Writes an answer. True when the connection can go on.
    awaitable<bool> write(response const& answer, std::string_view body, request const& incoming) {
        timed_out_ = false;
        auto const keep = head_.keep_alive && !answer.close && !state_->stopping;
        auto source = answer.stream;
        if (!prepare(answer, source ? source->size() : body.size(), keep, incoming)) {
            auto const instead = refusal(500, "internal", incoming);
            prepare(instead, 0, false, incoming);
            body = {};
            source = nullptr;
        }
        if (incoming.method == verb::head || bodiless(answer.status)) {
            body = {};
            source = nullptr;
        }
        if (body.size() <= limits::joined_body_bytes) {
            output_.append(body);
            body = {};
        }
        bool taken = co_await write_slice(output_, body.substr(0, limits::write_slice_bytes));
        while (taken && body.size() > limits::write_slice_bytes) {
            body.remove_prefix(limits::write_slice_bytes);
            taken = co_await write_slice(std::string_view(), body.substr(0, limits::write_slice_bytes));
        }
        if (taken && source) taken = co_await write_stream(*source);
        if (!taken) co_return false;
        served_ = true;
        linger_ = !keep;
        co_return keep;
    }

    bool prepare(response const& answer, std::size_t body_size, bool keep, request const& incoming) {
        try {
            output_.clear();
            append_head(output_, answer, {body_size, keep, incoming.secure});
            return true;
        } catch (...) {
            state_->failed(incoming.incident, std::current_exception());
            return false;
        }
    }

    /// False also when the source gives less than it said: only the end of the connection can tell the peer.
    awaitable<bool> write_stream(base::body_source& source) {
        for (auto left = source.size(); left > 0;) {
            no_deadline();
            auto const bytes = co_await source.read(std::min(left, limits::write_slice_bytes));
            if (bytes.empty()) co_return false;
            bool const taken = co_await write_slice(bytes, {});
            if (!taken) co_return false;
            left -= bytes.size();
        }
        co_return true;
    }

    awaitable<bool> write_slice(std::string_view first, std::string_view second) {
        set_deadline(state_->times.write);
        std::array<asio::const_buffer, 2> const parts{asio::buffer(first.data(), first.size()),
                                                      asio::buffer(second.data(), second.size())};
        error_code error;
        co_await asio::async_write(stream_, parts, redirect_error(use_awaitable, error));
        co_return !error;
    }

    /// Lets the last answer arrive: closing with unread input makes the kernel reset the connection under it.
    awaitable<void> end() {
        timed_out_ = true;  // the next time-out closes
        set_deadline(state_->times.linger);
        input_.resize(limits::body_read_bytes);
        co_await part(stream_, input_);
    }

    void no_deadline() { set_deadline(std::chrono::hours(24)); }

    std::shared_ptr<server_state> state_;
    Stream stream_;
    asio::any_io_executor executor_;
    peer peer_;
    std::string input_;   ///< received and not yet used
    std::string output_;  ///< kept for its capacity
    framing::head head_;  ///< of the present request
    bool idle_ = false;   ///< waits for the first byte of a request
    bool served_ = false;
    bool linger_ = false;
    bool timed_out_ = false;
    bool handed_over_ = false;
};

}  // namespace

void serve_http(std::shared_ptr<server_state> state, asio::ip::tcp::socket socket, asio::ip::tcp::endpoint const& from,
                std::shared_ptr<asio::ssl::context> const& tls) {
    auto address = from.address().to_string();
    if (tls)
        std::make_shared<http_session<tls_stream>>(std::move(state), tls_stream(std::move(socket), *tls),
                                                   std::move(address))
            ->start();
    else
        std::make_shared<http_session<plain_stream>>(std::move(state), std::move(socket), std::move(address))->start();
}

}  // namespace plaza::transport
