// SPDX-License-Identifier: EUPL-1.2
// What the server knows of every open connection, whatever is spoken on it.
#pragma once
#include <atomic>
#include <chrono>
#include <cstddef>
#include <memory>
#include <mutex>
#include <unordered_set>

namespace plaza::transport {

class connection_registry;

/// Deadlines are one number that the server's sweep looks at, since a timer for each read and write would
/// cost more than the read itself. All functions may be called from any thread.
class connection : public std::enable_shared_from_this<connection> {
public:
    using clock = std::chrono::steady_clock;

    explicit connection(connection_registry& registry);
    virtual ~connection();
    connection(connection const&) = delete;
    connection& operator=(connection const&) = delete;

    /// The deadline has passed.
    virtual void expire() = 0;
    /// Finishes what has been accepted, then closes.
    virtual void stop() = 0;
    /// Closes at once.
    virtual void terminate() = 0;

protected:
    void set_deadline(clock::duration from_now) {
        deadline_.store((clock::now() + from_now).time_since_epoch().count(), std::memory_order_relaxed);
    }
    /// As `set_deadline`, unless the present one is nearer.
    void bring_deadline(clock::duration from_now) {
        auto const wanted = (clock::now() + from_now).time_since_epoch().count();
        if (wanted < deadline_.load(std::memory_order_relaxed)) deadline_.store(wanted, std::memory_order_relaxed);
    }
    bool past_deadline() const { return past_deadline(clock::now()); }
    /// Without a complete request: the first to give way when the server is full.
    void set_waiting(bool waiting) { waiting_.store(waiting, std::memory_order_relaxed); }

private:
    friend class connection_registry;
    bool past_deadline(clock::time_point now) const {
        return now.time_since_epoch().count() >= deadline_.load(std::memory_order_relaxed);
    }

    connection_registry& registry_;
    std::atomic<clock::rep> deadline_;
    std::atomic<bool> waiting_ = true;
};

class connection_registry {
public:
    std::size_t size() const;
    /// Calls `expire` of every connection past its deadline.
    void sweep();
    void stop_all();
    void terminate_all();
    /// Closes the waiting connection whose deadline is nearest. False when every connection is at work.
    bool evict_one();

private:
    friend class connection;
    void add(connection& c);
    void remove(connection& c);
    template <class Keep>
    auto collect(Keep keep) const;

    mutable std::mutex mutex_;
    std::unordered_set<connection*> open_;
};

}  // namespace plaza::transport
