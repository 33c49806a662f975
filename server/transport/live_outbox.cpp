// SPDX-License-Identifier: EUPL-1.2
#include "transport/live_outbox.hpp"

namespace plaza::transport {

void live_outbox::send(std::shared_ptr<std::string const> text) { send_all({&text, 1}); }

void live_outbox::send_all(std::span<std::shared_ptr<std::string const> const> texts) {
    std::unique_lock lock(mutex_);
    if (queue_.ended()) return;
    for (auto const& text : texts) queue_.push(text);
    // While a message is being written its completion looks for the next; only the end has to be heard at
    // once.
    if (!queue_.writing() || queue_.ended()) wake(lock);
}

void live_outbox::close(close_reason why) {
    std::unique_lock lock(mutex_);
    if (queue_.ended()) return;
    queue_.end(why);
    wake(lock);
}

std::size_t live_outbox::waiting() const {
    std::lock_guard const lock(mutex_);
    return queue_.bytes();
}

bool live_outbox::ended() const {
    std::lock_guard const lock(mutex_);
    return queue_.ended().has_value();
}

live_outbox::step live_outbox::next() {
    std::lock_guard const lock(mutex_);
    woken_ = false;
    if (queue_.ended()) return {{}, queue_.ended()};
    return {queue_.next(), std::nullopt};
}

void live_outbox::written() {
    std::lock_guard const lock(mutex_);
    queue_.written();
}

void live_outbox::detach() {
    std::lock_guard const lock(mutex_);
    owner_.reset();
    queue_.end(close_reason::going_away);
}

void live_outbox::wake(std::unique_lock<std::mutex>& lock) {
    if (woken_) return;
    woken_ = true;
    auto const owner = owner_.lock();
    lock.unlock();  // the last reference may be ours, and the owner's end takes the lock again
    if (owner) owner->wake();
}

}  // namespace plaza::transport
