// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include "jobs/queue.hpp"
#include "persistence/query.hpp"

namespace plaza::jobs::sql {

using persistence::command;
using persistence::query;

extern command<std::string, std::string, std::optional<std::string>, std::string> const enqueue;
extern query<taken_job(int, std::string)> const claim;  ///< lease in seconds, queue
extern command<std::int64_t, int> const finish;         ///< id, attempt; touches no row when somebody else has it
extern command<std::int64_t, int, int> const keep;      ///< id, attempt, lease in seconds
extern command<std::int64_t> const remove;
/// Id, attempt, pause in seconds, what went wrong, for good.
extern command<std::int64_t, int, int, std::string, bool> const fail;
extern command<std::int64_t, int, int> const put_off;   ///< id, attempt, pause in seconds
extern query<std::string(std::string, int)> const due;  ///< name when it is due and was not started yet

}  // namespace plaza::jobs::sql
