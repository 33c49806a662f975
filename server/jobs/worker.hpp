// SPDX-License-Identifier: EUPL-1.2
// The thread that does jobs and watches the clock for them, on a connection of its own.
#pragma once
#include "jobs/queue.hpp"

#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

namespace plaza::jobs {

class worker {
public:
    worker(persistence::connection_options options, workbook book, std::vector<timetable_entry> timetable);
    /// Ends after the job that is being done.
    ~worker();
    worker(worker const&) = delete;
    worker& operator=(worker const&) = delete;

private:
    void run();
    bool pause(int milliseconds);

    persistence::connection_options options_;
    workbook book_;
    std::vector<timetable_entry> timetable_;
    std::mutex mutex_;
    std::condition_variable wake_;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace plaza::jobs
