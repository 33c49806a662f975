// SPDX-License-Identifier: EUPL-1.2
#include "transport/rate_limiter.hpp"

#include <algorithm>
#include <cmath>

namespace plaza::transport {

double token_bucket::level(rate r, time_point now) const {
    // Clocks that are injected may stand still or step back; a bucket never loses by it.
    auto const passed = std::max(std::chrono::duration<double>(now - filled_).count(), 0.0);
    return std::min(r.burst, tokens_ + passed * r.per_second);
}

bool token_bucket::full(rate r, time_point now) const { return level(r, now) >= r.burst; }

std::chrono::nanoseconds token_bucket::take(rate r, double cost, time_point now) {
    using namespace std::chrono;
    auto const available = level(r, now);
    if (available >= cost) {
        tokens_ = available - cost;
        filled_ = std::max(now, filled_);
        return nanoseconds::zero();
    }
    if (r.per_second <= 0 || cost > r.burst) return hours(1);
    auto const wait = (cost - available) / r.per_second;
    return std::max(duration_cast<nanoseconds>(duration<double>(wait)), nanoseconds(1));
}

rate_limiter::rate_limiter(rate r, std::size_t keys, clock now)
    : rate_(r), keys_(std::max<std::size_t>(keys, 1)), now_(std::move(now)) {}

rate_limiter::verdict rate_limiter::take(std::string_view key, double cost) {
    auto const now = now_();
    std::lock_guard const lock(mutex_);
    auto found = index_.find(key);
    if (found == index_.end()) {
        make_room(now);
        recent_.push_front({std::string(key), token_bucket(rate_, now)});
        index_.emplace(recent_.front().key, recent_.begin());
    } else {
        recent_.splice(recent_.begin(), recent_, found->second);
    }
    auto const wait = recent_.front().bucket.take(rate_, cost, now);
    if (wait == wait.zero()) return {true, 0};
    auto const seconds = std::ceil(std::chrono::duration<double>(wait).count());
    return {false, static_cast<int>(std::max(seconds, 1.0))};
}

void rate_limiter::make_room(token_bucket::time_point now) {
    // The oldest two at each new key: full buckets go before they are needed, so that memory falls after a
    // flood.
    for (int i = 0; i < 2 && !recent_.empty(); ++i) {
        auto const& oldest = recent_.back();
        if (recent_.size() < keys_ && !oldest.bucket.full(rate_, now)) return;
        index_.erase(oldest.key);
        recent_.pop_back();
    }
}

std::size_t rate_limiter::size() const {
    std::lock_guard const lock(mutex_);
    return recent_.size();
}

}  // namespace plaza::transport
