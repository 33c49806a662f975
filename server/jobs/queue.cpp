// SPDX-License-Identifier: EUPL-1.2
#include "jobs/queue.hpp"

#include "base/log.hpp"
#include "jobs/queue_sql.hpp"

#include <algorithm>

namespace plaza::jobs {

void enqueue(persistence::connection& db, std::string const& kind, std::string const& payload,
             std::string const& unique_key) {
    std::optional<std::string> key;
    if (!unique_key.empty()) key = unique_key;
    db.run(sql::enqueue, kind, payload, key);
}

bool do_one(persistence::connection& db, workbook const& book) {
    auto const job = db.row(sql::claim, lease_seconds);
    if (!job) return false;
    std::string fault;
    try {
        auto const known = book.find(job->kind);
        if (known == book.end()) throw std::runtime_error("no such kind of job");
        persistence::transaction tx(db);
        known->second(db, job->payload);
        db.run(sql::finish, job->id);
        tx.commit();
        return true;
    } catch (persistence::connection_lost const&) {
        throw;  // the lease runs out and somebody takes it again
    } catch (std::exception const& error) {
        fault = error.what();
    }
    int const pause = std::min(5 << std::min(job->attempts, 12), 6 * 3600);
    bool const for_good = job->attempts >= most_attempts;
    base::log_warning("job.failed", {{"kind", job->kind}, {"error", fault}, {"for_good", for_good ? "yes" : "no"}});
    db.run(sql::fail, job->id, pause, fault, for_good);
    return true;
}

void start_due(persistence::connection& db, std::vector<timetable_entry> const& timetable) {
    for (auto const& entry : timetable) {
        persistence::transaction tx(db);
        if (db.row(sql::due, entry.name, entry.every_seconds)) enqueue(db, entry.job, "{}", "clock:" + entry.name);
        tx.commit();
    }
}

}  // namespace plaza::jobs
