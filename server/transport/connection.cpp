// SPDX-License-Identifier: EUPL-1.2
#include "transport/connection.hpp"

#include <vector>

namespace plaza::transport {

connection::connection(connection_registry& registry)
    : registry_(registry), deadline_(clock::time_point::max().time_since_epoch().count()) {
    registry_.add(*this);
}

connection::~connection() { registry_.remove(*this); }

void connection_registry::add(connection& c) {
    std::lock_guard const lock(mutex_);
    open_.insert(&c);
}

void connection_registry::remove(connection& c) {
    std::lock_guard const lock(mutex_);
    open_.erase(&c);
}

std::size_t connection_registry::size() const {
    std::lock_guard const lock(mutex_);
    return open_.size();
}

// Calls out only after the lock is released: the last reference may be ours, and its end takes the lock
// again.
template <class Keep>
auto connection_registry::collect(Keep keep) const {
    std::vector<std::shared_ptr<connection>> found;
    std::lock_guard const lock(mutex_);
    for (auto* const c : open_)
        if (keep(*c))
            if (auto alive = c->weak_from_this().lock()) found.push_back(std::move(alive));
    return found;
}

void connection_registry::sweep() {
    auto const now = connection::clock::now();
    for (auto const& c : collect([now](connection const& one) { return one.past_deadline(now); })) c->expire();
}

void connection_registry::stop_all() {
    for (auto const& c : collect([](connection const&) { return true; })) c->stop();
}

void connection_registry::terminate_all() {
    for (auto const& c : collect([](connection const&) { return true; })) c->terminate();
}

bool connection_registry::evict_one() {
    std::shared_ptr<connection> chosen;
    {
        std::lock_guard const lock(mutex_);
        connection* nearest = nullptr;
        for (auto* const c : open_) {
            if (!c->waiting_.load(std::memory_order_relaxed)) continue;
            if (!nearest ||
                c->deadline_.load(std::memory_order_relaxed) < nearest->deadline_.load(std::memory_order_relaxed))
                nearest = c;
        }
        if (!nearest) return false;
        nearest->waiting_ = false;  // or the next call would choose it again before it has ended
        chosen = nearest->weak_from_this().lock();
    }
    if (chosen) chosen->terminate();
    return true;
}

}  // namespace plaza::transport
