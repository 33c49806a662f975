// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include "persistence/query.hpp"

namespace plaza::domain::operation::sql {

using persistence::command;
using persistence::query;

extern query<std::string()> const server_version;
extern query<bool()> const may_define;  ///< whether the application's role could change the schema
struct drift_row {
    std::string counter;
    std::int64_t object, stored, counted;
};
extern query<drift_row()> const drifts;  ///< counters that differ from what they count
extern command<std::string, std::int64_t> const set_right;
struct job_row {
    std::string kind;
    std::int64_t failed;  ///< put aside
    std::int64_t again;   ///< failed, and tried again by itself
};
extern query<job_row()> const jobs_in_trouble;
extern command<> const begin_jobs_anew;  ///< those put aside
extern query<bool()> const writable;

}  // namespace plaza::domain::operation::sql
