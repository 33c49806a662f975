// SPDX-License-Identifier: EUPL-1.2
// THE table of what is started by the clock, and what each kind of job does.
#pragma once
#include "domain/files/store.hpp"
#include "jobs/queue.hpp"

namespace plaza {

std::vector<jobs::timetable_entry> timetable();
/// `files` outlives it.
jobs::workbook workbook(domain::files::store const& files);

}  // namespace plaza
