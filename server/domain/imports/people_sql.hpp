// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include "persistence/query.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace plaza::domain::imports::sql {

struct people_import_row {
    std::int64_t by;
    bool dry_run;
    std::string csv;
    std::int64_t done_line;
    std::string report;
    bool allowed;  ///< who began it may still do so
};

struct standing_import_row {
    std::int64_t done_line;
    std::string report;
    bool finished;
};

extern persistence::query<std::optional<std::int64_t>(std::string)> const administration_in_force;  ///< DIR3 code
/// By whom, dry run, file.
extern persistence::query<std::int64_t(std::int64_t, bool, std::string)> const insert_people_import;
extern persistence::query<people_import_row(std::int64_t)> const people_import;         ///< unfinished; locked
extern persistence::query<standing_import_row(std::int64_t)> const hold_people_import;  ///< finished or not; locked
/// Kind of job: unfinished imports that no job works on.
extern persistence::query<std::int64_t(std::string)> const people_imports_without_job;
/// Import, last line done, report, whether that was all.
extern persistence::command<std::int64_t, std::int64_t, std::string, bool> const note_people_import;
extern persistence::query<std::string(std::int64_t)> const people_import_shape;
extern persistence::query<std::string(int)> const last_people_imports;  ///< at most so many, the latest first
extern persistence::command<int> const forget_people_imports;           ///< days

}  // namespace plaza::domain::imports::sql
