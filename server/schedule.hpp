// SPDX-License-Identifier: EUPL-1.2
// THE table of what is started by the clock, and what each kind of job does.
#pragma once
#include "domain/call.hpp"
#include "jobs/queue.hpp"

namespace plaza {

std::vector<jobs::timetable_entry> timetable();
/// `env` outlives it.
jobs::workbook workbook(domain::environment const& env);

}  // namespace plaza
