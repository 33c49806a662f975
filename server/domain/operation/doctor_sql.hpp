// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include "persistence/query.hpp"

namespace plaza::domain::operation::sql {

using persistence::query;

extern query<std::string()> const server_version;
extern query<bool()> const may_define;     ///< whether the application's role could change the schema
extern query<std::int64_t()> const drift;  ///< counters that differ from what they count
extern query<std::int64_t()> const failed_jobs;
extern query<bool()> const writable;

}  // namespace plaza::domain::operation::sql
