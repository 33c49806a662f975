// SPDX-License-Identifier: EUPL-1.2
// The pump of one server process: a thread with its own connection that publishes what was committed here and hands
// every published event to the hub. Survives the database going away and coming back.
#pragma once
#include "domain/live/hub.hpp"
#include "persistence/connection.hpp"

#include <atomic>
#include <thread>

namespace plaza::domain::live {

class pump {
public:
    pump(persistence::connection_options options, hub& h);
    ~pump();
    pump(pump const&) = delete;
    pump& operator=(pump const&) = delete;

    /// Something was committed here: publish it now. Never blocks; any thread.
    void poke() noexcept;

private:
    void run();
    void pass_on(persistence::connection& db);

    persistence::connection_options options_;
    hub& hub_;
    int wake_;  ///< eventfd
    std::atomic<bool> stopping_{false};
    std::thread thread_;
};

}  // namespace plaza::domain::live
