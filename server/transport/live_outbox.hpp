// SPDX-License-Identifier: EUPL-1.2
// The application's end of a live connection: a bounded queue that any thread may fill, emptied on the
// strand.
#pragma once
#include "transport/application.hpp"
#include "transport/send_queue.hpp"

#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <vector>

namespace plaza::transport {

/// Whoever empties the outbox. `wake` may be called from any thread and must not empty it at once.
class outbox_owner {
public:
    virtual ~outbox_owner() = default;
    virtual void wake() = 0;
};

class live_outbox final : public live_sink {
public:
    explicit live_outbox(std::weak_ptr<outbox_owner> owner) : owner_(std::move(owner)) {}

    void send(std::shared_ptr<std::string const> text) override;
    void send_all(std::span<std::shared_ptr<std::string const> const> texts) override;
    void close(close_reason why) override;
    std::size_t waiting() const override;
    bool ended() const override;

    struct step {
        std::vector<send_queue::message> texts;  ///< to be written now, if any; `written()` follows
        std::optional<close_reason> ended;       ///< to be closed now
    };
    step next();
    void written();
    /// The connection is over: nobody is woken any more.
    void detach();

private:
    /// Wakes the owner once for any number of messages. Called with the lock held, which it releases first.
    void wake(std::unique_lock<std::mutex>& lock);

    mutable std::mutex mutex_;
    std::weak_ptr<outbox_owner> owner_;
    send_queue queue_;
    bool woken_ = false;
};

}  // namespace plaza::transport
