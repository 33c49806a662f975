// SPDX-License-Identifier: EUPL-1.2
// The pump of one server process: a thread with its own connection that publishes what was committed here and hands
// every published event to the hub. Survives the database going away and coming back.
#pragma once
#include "domain/live/hub.hpp"
#include "persistence/connection.hpp"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace plaza::domain::live {

/// Position of the last published event. A hub is started there before anybody connects: between a reader's snapshot
/// and the first event that the hub hands on there must be no gap.
std::int64_t head_of_stream(persistence::connection& db);

class pump {
public:
    /// From the hub's position on.
    pump(persistence::connection_options options, hub& h);
    ~pump();
    pump(pump const&) = delete;
    pump& operator=(pump const&) = delete;

    /// Something was committed here: publish it now. Never blocks; any thread.
    void poke() noexcept;

private:
    void run();
    void watch();
    void say_away();
    void say_back();
    void pass_on(persistence::connection& db);

    persistence::connection_options options_;
    hub& hub_;
    int wake_;  ///< eventfd
    std::atomic<bool> stopping_{false};
    std::atomic<bool> away_{false};
    std::atomic<std::int64_t> asked_at_{0};  ///< steady milliseconds since which an answer is awaited; 0: none
    std::mutex watch_mutex_;
    std::condition_variable watch_wake_;
    std::thread thread_;
    std::thread watcher_;
};

}  // namespace plaza::domain::live
