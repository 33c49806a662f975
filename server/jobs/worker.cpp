// SPDX-License-Identifier: EUPL-1.2
#include "jobs/worker.hpp"

#include "base/log.hpp"

#include <chrono>

namespace plaza::jobs {
namespace {

using clock = std::chrono::steady_clock;

constexpr int look_every_ms = 1000;
/// Work of jobs may take longer than a request may.
constexpr int statement_timeout_ms = 60'000;

}  // namespace

worker::worker(persistence::connection_options options, workbook book, std::vector<timetable_entry> timetable)
    : options_(std::move(options)), book_(std::move(book)), timetable_(std::move(timetable)) {
    options_.application += " jobs";
    options_.statement_timeout_ms = statement_timeout_ms;
    thread_ = std::thread([this] { run(); });
}

worker::~worker() {
    {
        std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_all();
    thread_.join();
}

bool worker::pause(int milliseconds) {
    std::unique_lock lock(mutex_);
    wake_.wait_for(lock, std::chrono::milliseconds(milliseconds), [&] { return stopping_; });
    return !stopping_;
}

void worker::run() {
    bool away = false;
    while (pause(0)) {
        try {
            persistence::connection db(options_);
            away = false;
            bool more = false;
            do {
                start_due(db, timetable_);
                // Jobs that go on by themselves for an hour must not keep the clock from being looked at.
                auto const next = clock::now() + std::chrono::milliseconds(look_every_ms);
                do {
                    more = pause(0) && do_one(db, book_);
                } while (more && clock::now() < next);
            } while (pause(more ? 0 : look_every_ms));
        } catch (std::exception const& error) {
            if (!away) base::log_warning("jobs.database_away", {{"error", error.what()}});
            away = true;
            pause(look_every_ms);
        }
    }
}

}  // namespace plaza::jobs
