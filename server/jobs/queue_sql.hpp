// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include "persistence/query.hpp"

namespace plaza::jobs::sql {

using persistence::command;
using persistence::query;

struct job_row {
    std::int64_t id;
    std::string kind;
    std::string payload;
    int attempts;
};

extern command<std::string, std::string, std::optional<std::string>> const enqueue;
extern query<job_row(int)> const claim;  ///< lease in seconds
extern command<std::int64_t, int> const finish;  ///< id, attempt; touches no row when somebody else has it
/// Id, attempt, pause in seconds, what went wrong, for good.
extern command<std::int64_t, int, int, std::string, bool> const fail;
extern query<std::string(std::string, int)> const due;            ///< name when it is due and was not started yet

}  // namespace plaza::jobs::sql
