// SPDX-License-Identifier: EUPL-1.2
// What waits for one live receiver. Pure and bounded: decides, knows no socket, and is not thread-safe by
// itself.
#pragma once
#include "transport/application.hpp"
#include "transport/limits.hpp"

#include <cstddef>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace plaza::transport {

class send_queue {
public:
    using message = std::shared_ptr<std::string const>;

    explicit send_queue(std::size_t messages = limits::live_queue_messages,
                        std::size_t bytes = limits::live_queue_bytes)
        : most_messages_(messages), most_bytes_(bytes) {}

    /// Takes a message, or ends the queue with `too_slow` when it is full. Ignored after the end.
    void push(message text);
    /// Ends the queue: what waits is dropped, since a receiver that may not see more must not get the rest,
    /// and all others come back with their cursor. The first reason stands.
    void end(close_reason why);

    /// The next messages to write together, within the limits of one write but one at least; none while others are being
    /// written or none waits. `written()` must follow.
    std::vector<message> next();
    void written() { writing_ = false; }

    std::optional<close_reason> ended() const { return ended_; }
    bool writing() const { return writing_; }
    std::size_t size() const { return waiting_.size(); }
    std::size_t bytes() const { return bytes_; }

private:
    std::size_t most_messages_;
    std::size_t most_bytes_;
    std::deque<message> waiting_;
    std::size_t bytes_ = 0;
    bool writing_ = false;
    std::optional<close_reason> ended_;
};

}  // namespace plaza::transport
