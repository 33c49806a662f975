// SPDX-License-Identifier: EUPL-1.2
#include "transport/answering.hpp"

#include "transport/csrf.hpp"
#include "transport/language.hpp"
#include "transport/websocket_session.hpp"

#include <utility>

namespace plaza::transport {

namespace asio = boost::asio;

std::string_view language(request const& incoming) {
    return negotiate_language(incoming.headers.get("accept-language"));
}

response refusal(unsigned status, std::string_view type, request const& incoming) {
    base::problem const problem{status, std::string(type), {}, {}};
    return to_response(problem, language(incoming), incoming.incident);
}

response failure(server_state& state, std::string_view incident, std::string_view in, std::exception_ptr const& error) {
    state.failed(incident, error);
    base::problem const problem{500, "internal", {}, {}};
    return to_response(problem, in, incident);
}

asio::awaitable<response> ask_application(server_state& state, request& incoming) {
    // The application may take the request apart; what is needed afterwards stays here.
    auto const incident = incoming.incident;
    auto const in = language(incoming);
    std::exception_ptr error;
    try {
        auto answer = co_await state.answers.handle(incoming);
        co_return answer;
    } catch (...) {
        error = std::current_exception();
    }
    co_return failure(state, incident, in, error);
}

asio::awaitable<std::optional<response>> open_sink(server_state& state, request& incoming, framing::head const& head) {
    if (head.content_length.value_or(0) > state.answers.body_limit(incoming.method, incoming.path))
        co_return refusal(413, "body_too_large", incoming);
    std::exception_ptr error;
    try {
        auto opened = co_await state.answers.open_body(incoming);
        if (!opened) co_return to_response(opened.error(), language(incoming), incoming.incident);
        incoming.sink = std::move(*opened);
        co_return std::nullopt;
    } catch (...) {
        error = std::current_exception();
    }
    co_return failure(state, incoming.incident, language(incoming), error);
}

asio::awaitable<void> pass_on(server_state& state, request& incoming, std::string& bytes,
                              std::optional<response>& unwanted) {
    auto given = std::exchange(bytes, {});
    if (unwanted || given.empty()) co_return;
    std::exception_ptr error;
    try {
        auto const problem = co_await incoming.sink->take(std::move(given));
        if (problem) unwanted = to_response(*problem, language(incoming), incoming.incident);
    } catch (...) {
        error = std::current_exception();
    }
    if (error) unwanted = failure(state, incoming.incident, language(incoming), error);
    if (unwanted) incoming.sink.reset();
}

std::optional<response> live_refusal(server_state const& state, request const& incoming, framing::head const& head,
                                     bool early) {
    if (auto const problem = check_live_origin(incoming, state.here))
        return to_response(*problem, language(incoming), incoming.incident);
    auto const asked = check_upgrade(incoming);
    if (asked == upgrade::not_websocket || head.minor == 0) {
        auto answer = refusal(426, "upgrade_required", incoming);
        answer.headers.add("Upgrade", "websocket");
        answer.headers.add("Sec-WebSocket-Version", "13");
        return answer;
    }
    // Frames sent before the answer would belong to a connection that does not exist yet.
    if (asked == upgrade::wrong_protocol || head.has_body() || early) {
        auto answer = refusal(400, "bad_request", incoming);
        answer.close = true;
        return answer;
    }
    if (state.stopping) return to_response(base::unavailable(), language(incoming), incoming.incident);
    return std::nullopt;
}

}  // namespace plaza::transport
