// SPDX-License-Identifier: EUPL-1.2
#include "jobs/queue.hpp"

#include "base/log.hpp"
#include "base/text.hpp"
#include "jobs/queue_sql.hpp"

#include <algorithm>

namespace plaza::jobs {

void enqueue(persistence::connection& db, std::string const& kind, std::string const& payload,
             std::string const& unique_key, std::string const& queue) {
    std::optional<std::string> key;
    if (!unique_key.empty()) key = unique_key;
    db.run(sql::enqueue, kind, payload, key, queue);
}

std::optional<taken_job> take(persistence::connection& db, std::string const& queue, int lease) {
    return db.row(sql::claim, lease, queue);
}

bool keep(persistence::connection& db, taken_job const& job, int lease) {
    return db.run(sql::keep, job.id, job.attempts, lease) > 0;
}

void finish(persistence::connection& db, std::int64_t job) { db.run(sql::remove, job); }

void postpone(persistence::connection& db, taken_job const& job, int pause, std::string const& fault) {
    db.run(sql::fail, job.id, job.attempts, pause, fault, false);
}

void put_off(persistence::connection& db, taken_job const& job, int pause) {
    db.run(sql::put_off, job.id, job.attempts, pause);
}

namespace {

/// Longest text of a fault that is kept.
constexpr std::size_t longest_fault = 500;

/// Seconds before the next attempt: 20 s, 80 s, … 6 h.
int pause_after(int attempts) { return std::min(5 << 2 * std::min(attempts, 8), 6 * 3600); }

/// What went wrong; nothing when it is done, or when another worker took it meanwhile.
std::optional<std::string> attempt(persistence::connection& db, workbook const& book, taken_job const& job) {
    // Whoever took it before never said how it went: it may have ended the process each time.
    if (job.attempts > most_attempts) return "given up after too many workers died of it";
    try {
        auto const known = book.find(job.kind);
        if (known == book.end()) return "no such kind of job";
        persistence::transaction tx(db);
        known->second(db, job.payload);
        if (db.run(sql::finish, job.id, job.attempts) > 0) tx.commit();
        return std::nullopt;
    } catch (persistence::connection_lost const&) {
        throw;  // the lease runs out and somebody takes it again
    } catch (std::exception const& error) {
        return base::plain_extract(base::scrub_text(error.what(), false), longest_fault);
    } catch (...) {
        return "an exception of unknown kind";
    }
}

}  // namespace

bool do_one(persistence::connection& db, workbook const& book) {
    auto const job = take(db, common_queue);
    if (!job) return false;
    auto const fault = attempt(db, book, *job);
    if (!fault) return true;
    bool const for_good = job->attempts >= most_attempts;
    base::log_warning("job.failed", {{"kind", job->kind}, {"error", *fault}, {"for_good", for_good ? "yes" : "no"}});
    db.run(sql::fail, job->id, job->attempts, pause_after(job->attempts), *fault, for_good);
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
