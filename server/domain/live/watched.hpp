// SPDX-License-Identifier: EUPL-1.2
// The threads that a long poll watches: it has no connection to watch them over, so it names them each time.
#pragma once
#include "base/result.hpp"
#include "domain/live/hub.hpp"
#include "domain/live/stream_sql.hpp"
#include "persistence/connection.hpp"
#include "transport/message.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace plaza::domain::live {

/// `watch=1,2`: no more than a connection may watch.
base::result<std::vector<std::int64_t>> watched_in(transport::request const& request);

/// What was asked for is asked of the visibility rule each time.
struct watched {
    std::vector<hub::watch> stands;
    std::vector<std::int64_t> refused;  ///< not there, or not to be read: nothing tells which
    bool resumed = false;               ///< everything after the cursor is still there
    std::vector<stream_event> missed;   ///< the first of it, of the person's groups and of what they watch
};

/// After `since`, if given, and up to the head of the stream that the person's groups were read at.
watched look_at_watched(persistence::connection& db, std::int64_t person, std::vector<std::int64_t> const& threads,
                        std::optional<std::int64_t> since, std::int64_t up_to, int limit, std::int64_t bytes);

/// The thread that a message of the hub refuses.
std::optional<std::int64_t> refused_in(std::string const& text);

std::vector<stream_event> to_events(std::vector<sql::event_row> rows);

}  // namespace plaza::domain::live
