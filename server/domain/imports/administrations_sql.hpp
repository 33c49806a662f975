// SPDX-License-Identifier: EUPL-1.2
// SQL of the import of administrations.
#pragma once
#include "persistence/connection.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace plaza::domain::imports::sql {

struct stored_administration {
    std::string dir3;
    std::string name;
    std::string level = "municipality";
    std::optional<std::string> ine, province_id, province, region_id, region;
    std::optional<std::int64_t> population;
    std::optional<std::string> valid_from, valid_to;  ///< YYYY-MM-DD
    std::optional<std::string> successor;             ///< its DIR3 code
    std::string domains;                              ///< sorted, separated by ;
};

/// Takes an array of DIR3 codes.
extern persistence::query<stored_administration(std::string)> const administrations_by_dir3;
extern persistence::query<std::string(std::string)> const existing_dir3;
extern persistence::query<std::int64_t(std::int64_t, std::int64_t)> const audit_administrations;

/// Inserts or overwrites by DIR3 code, without successors and domains.
void store_administrations(persistence::connection& db, std::vector<stored_administration> const& rows);
/// The rest, once all are there.
void store_successors_and_domains(persistence::connection& db, std::vector<stored_administration> const& rows);

}  // namespace plaza::domain::imports::sql
