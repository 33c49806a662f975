// SPDX-License-Identifier: EUPL-1.2
// The durable queue: a job is a row written in the transaction of its cause and taken by one worker of any process.
#pragma once
#include "persistence/connection.hpp"

#include <functional>
#include <map>
#include <optional>
#include <string>

namespace plaza::jobs {

/// Longest time a job may run before another worker may take it: it is assumed dead.
inline constexpr int lease_seconds = 300;
/// Tries before a job is put aside as failed; pauses grow from seconds to hours between them.
inline constexpr int most_attempts = 8;

/// Jobs of one queue are done by the workers of that queue: what waits for others' servers holds nothing else up.
inline constexpr char const* common_queue = "common";

/// Adds a job. With a key, at most one job of that key waits at a time.
void enqueue(persistence::connection& db, std::string const& kind, std::string const& payload,
             std::string const& unique_key = {}, std::string const& queue = common_queue);

/// What a kind of job does, in the transaction that also ends the job: both happen or neither.
using work = std::function<void(persistence::connection&, std::string const& payload)>;
using workbook = std::map<std::string, work>;

/// Takes and does one due job; false when there was none. A job that throws is tried again later.
bool do_one(persistence::connection& db, workbook const& book);

/// A job that somebody has taken; `attempts` counts this one too and says who has it.
struct taken_job {
    std::int64_t id;
    std::string kind;
    std::string payload;
    int attempts;
};

/// For work that cannot be done in one transaction: takes a due job of a queue for so many seconds, or nothing.
std::optional<taken_job> take(persistence::connection& db, std::string const& queue, int lease = lease_seconds);
/// Keeps it for so many seconds from now; false when another worker has taken it meanwhile.
bool keep(persistence::connection& db, taken_job const& job, int lease);
/// Ends a job, in the transaction of its effect.
void finish(persistence::connection& db, std::int64_t job);
/// Has it done again after a pause in seconds; does nothing when another worker has taken it meanwhile.
void postpone(persistence::connection& db, taken_job const& job, int pause, std::string const& fault);

/// The same for what was only too early: this attempt is none.
void put_off(persistence::connection& db, taken_job const& job, int pause);

/// Something started by the clock: its name, how often in seconds, and the kind of job.
struct timetable_entry {
    std::string name;
    int every_seconds;
    std::string job;
};

/// Enqueues what is due; of several processes one does it.
void start_due(persistence::connection& db, std::vector<timetable_entry> const& timetable);

}  // namespace plaza::jobs
