// SPDX-License-Identifier: EUPL-1.2
// One live connection after its upgrade.
#pragma once
#include "transport/message.hpp"
#include "transport/stream_kinds.hpp"

#include <memory>
#include <string>

namespace plaza::transport {

class live_session;
struct server_state;

/// Whether the request is a WebSocket handshake with our subprotocol.
enum class upgrade { accepted, not_websocket, wrong_protocol };
upgrade check_upgrade(request const& handshake);

/// What is needed of the request once the application has seen it.
struct live_handshake {
    static live_handshake of(request const& incoming);
    std::string host, key, incident;
};

/// Answers the handshake and serves the connection until it ends.
template <class Stream>
void serve_live(std::shared_ptr<server_state> state, Stream stream, live_handshake handshake,
                std::unique_ptr<live_session> session);

extern template void serve_live(std::shared_ptr<server_state>, plain_stream, live_handshake,
                                std::unique_ptr<live_session>);
extern template void serve_live(std::shared_ptr<server_state>, tls_stream, live_handshake,
                                std::unique_ptr<live_session>);

}  // namespace plaza::transport
