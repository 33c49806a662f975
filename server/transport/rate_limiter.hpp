// SPDX-License-Identifier: EUPL-1.2
// Token buckets by key (a person, an address, an account and an address …) in bounded memory.
#pragma once
#include "transport/limits.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <list>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace plaza::transport {

/// So many at once, refilled at so many a second.
struct rate {
    double burst;
    double per_second;
};

/// One bucket. Pure: the time is given.
class token_bucket {
public:
    using time_point = std::chrono::steady_clock::time_point;

    token_bucket(rate r, time_point now) : tokens_(r.burst), filled_(now) {}

    /// Takes `cost` and returns zero, or takes nothing and returns how long to wait until it would succeed.
    std::chrono::nanoseconds take(rate r, double cost, time_point now);
    bool full(rate r, time_point now) const;

private:
    double level(rate r, time_point now) const;

    double tokens_;
    time_point filled_;
};

/// Thread-safe. One limiter serves one rate; keys that have not been seen for long are forgotten, since their
/// bucket is full again.
class rate_limiter {
public:
    using clock = std::function<token_bucket::time_point()>;

    explicit rate_limiter(rate r, std::size_t keys = limits::rate_keys, clock now = &std::chrono::steady_clock::now);

    struct verdict {
        bool allowed;
        int retry_after;  ///< seconds, at least 1 when not allowed
    };
    verdict take(std::string_view key, double cost = 1);
    std::size_t size() const;

private:
    struct entry {
        std::string key;
        token_bucket bucket;
    };
    void make_room(token_bucket::time_point now);

    rate rate_;
    std::size_t keys_;
    clock now_;
    mutable std::mutex mutex_;
    std::list<entry> recent_;  ///< most recently used first
    std::unordered_map<std::string_view, std::list<entry>::iterator> index_;
};

}  // namespace plaza::transport
