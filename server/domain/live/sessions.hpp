// SPDX-License-Identifier: EUPL-1.2
// What one live connection does: starts from a snapshot, resumes by cursor, watches threads. Also the same events by
// long poll.
#pragma once
#include "base/actor.hpp"
#include "base/result.hpp"
#include "domain/call.hpp"
#include "domain/live/hub.hpp"
#include "persistence/database.hpp"
#include "transport/application.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace plaza::domain::live {

/// What a returning reader missed is sent in pages of so many events …
inline constexpr int missed_page = 100;
/// … and bytes, as one of which it may wait for the network.
inline constexpr std::size_t backlog_bytes = 256 * 1024;
/// Events are kept for the longer of these: minutes, and events of the whole network.
inline constexpr int kept_minutes = 10;
inline constexpr int kept_events = 1000;
/// Longest wait of a long poll in seconds: below what proxies cut.
inline constexpr int longest_poll = 25;

struct services {
    persistence::database& db;
    hub& the_hub;
    environment const& env;
    /// Refuses a person who connects too often.
    std::function<std::optional<base::problem>(std::int64_t person)> limit;
};

/// Authenticates, subscribes and takes the snapshot; `since` is the cursor given by the client, or empty. The
/// session sends nothing before it is opened. 401, 403, 428, 429, 503.
boost::asio::awaitable<base::result<std::unique_ptr<transport::live_session>>> admit(services s, std::string token,
                                                                                     std::string since);

/// GET /events.
boost::asio::awaitable<answer> poll(services s, transport::request const& request, std::string token);

}  // namespace plaza::domain::live
