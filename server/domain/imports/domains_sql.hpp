// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include "persistence/query.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace plaza::domain::imports::sql {

struct domain_standing {
    std::optional<std::int64_t> administration;
    bool there;
    bool in_force;
    int domains;  ///< that the administration has
};
struct exported_domain {
    std::string dir3, domain, name;
};

struct domain_import_row {
    std::int64_t by;
    bool dry_run;
    std::string csv;
    bool allowed;  ///< who began it may still do so
};

/// By whom, dry run, file, its digest; the same one as long as it waits.
extern persistence::query<std::int64_t(std::int64_t, bool, std::string, std::string)> const insert_domain_import;
extern persistence::query<domain_import_row(std::int64_t)> const domain_import;   ///< unfinished; locked
extern persistence::command<std::int64_t, std::string> const note_domain_import;  ///< id, report: done
extern persistence::query<std::string(std::int64_t)> const domain_import_shape;
extern persistence::query<std::string(int)> const last_domain_imports;  ///< at most so many, the latest first
extern persistence::command<int> const forget_domain_imports;           ///< days
/// Kind of job: unfinished imports that no job works on.
extern persistence::query<std::int64_t(std::string)> const domain_imports_without_job;

/// Arrays of DIR3 codes and of domains: how each pair stands, in their order.
extern persistence::query<domain_standing(std::string, std::string)> const domains_standing;
extern persistence::command<std::string, std::string> const insert_domains;  ///< arrays: administrations, domains
extern persistence::query<exported_domain()> const all_domains;

}  // namespace plaza::domain::imports::sql
