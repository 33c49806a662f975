// SPDX-License-Identifier: EUPL-1.2
// The two doors between the transport and everything else: one for requests, one for live connections.
#pragma once
#include "base/result.hpp"
#include "base/streams.hpp"
#include "transport/message.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace plaza::transport {

/// Why a live connection ends; the value is the WebSocket close code.
enum class close_reason : std::uint16_t { going_away = 1001, policy = 1008, restart = 1012, too_slow = 1013 };

/// One live connection as the application sees it. Thread-safe; never blocks; calls after the end do nothing.
class live_sink {
public:
    virtual ~live_sink() = default;
    /// Queues one text message; the string is shared by all receivers. A full queue closes with `too_slow`.
    virtual void send(std::shared_ptr<std::string const> text) = 0;
    /// The same for several, which may leave together.
    virtual void send_all(std::span<std::shared_ptr<std::string const> const> texts) {
        for (auto const& text : texts) send(text);
    }
    virtual void close(close_reason why) = 0;
    /// Bytes queued and not yet taken by the network; whoever has a backlog to send waits for it to fall.
    virtual std::size_t waiting() const = 0;
    /// Nothing sent from now on arrives: it was closed, or the connection is gone. Whoever waits for something of
    /// this connection gives up.
    virtual bool ended() const = 0;
};

/// What the application does with one live connection. The transport calls it from the connection's strand,
/// one call at a time, and destroys it when the connection has ended.
class live_session {
public:
    virtual ~live_session() = default;
    /// Called once after the upgrade: may send at once.
    virtual void opened(std::shared_ptr<live_sink> sink) = 0;
    /// One text message of the client. The application closes the sink if it is not one it knows.
    virtual boost::asio::awaitable<void> received(std::string text) = 0;
};

class application {
public:
    virtual ~application() = default;
    /// Largest body in bytes that the route of this verb and path takes; asked before the body is read.
    virtual std::size_t body_limit(verb method, std::string_view path) const = 0;
    /// Whether the body of that route goes to a sink as it arrives.
    virtual bool streams(verb /*method*/, std::string_view /*path*/) const { return false; }
    /// Whether the address alone says who may, so that a request may come from anywhere: nobody's cookie counts there.
    virtual bool of_its_address(request const& /*incoming*/) const { return false; }
    /// Where the body of such a request goes, asked before it is read; or why nothing is taken from whoever sends it.
    virtual boost::asio::awaitable<base::result<std::shared_ptr<base::body_sink>>> open_body(request& /*incoming*/) {
        co_return base::not_found();
    }
    /// Answers one request. An exception becomes a 500 with the incident id.
    virtual boost::asio::awaitable<response> handle(request& incoming) = 0;
    /// Decides before the upgrade of GET /api/v1/live whether it may happen. Origin was checked already.
    virtual boost::asio::awaitable<base::result<std::unique_ptr<live_session>>> admit_live(request& incoming) = 0;
};

/// The problem as an `application/problem+json` answer in the given language. `instance` is left out on 404.
response to_response(base::problem const& problem, std::string_view language, std::string_view incident);

}  // namespace plaza::transport
