// SPDX-License-Identifier: EUPL-1.2
// `plaza administrations import FILE.csv`: creates and updates administrations by their DIR3 code.
#pragma once
#include "base/result.hpp"
#include "persistence/connection.hpp"

#include <boost/json/object.hpp>

#include <cstdint>
#include <istream>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace plaza::domain::imports {

/// One administration as a file gives it. A field without value stays as it is stored; an inner empty one is
/// unknown.
struct administration_row {
    std::int64_t line = 0;
    std::string dir3;
    std::optional<std::string> name;
    std::optional<std::string> level;
    std::optional<std::optional<std::string>> ine, province_id, province, region_id, region, valid_from, valid_to;
    std::optional<std::optional<std::int64_t>> population;
    std::optional<std::optional<std::string>> successor;  ///< its DIR3 code
    std::optional<std::vector<std::string>> domains;      ///< sorted, in lower case, without repetition
};

struct import_fault {
    std::int64_t line = 0;
    std::string reason;
};

struct administrations_file {
    std::vector<administration_row> rows;
    std::vector<import_fault> faults;
    std::int64_t read = 0;  ///< records, the wrong ones included
};

/// Reads by the names of the columns: dir3, municipio_id, municipio, provincia_id, provincia, autonomia_id,
/// autonomia, poblacion_YYYY (the latest), level, valid_from, valid_to, successor, domains. Others are passed
/// over. Problem `column_missing` without dir3.
base::result<administrations_file> read_administrations(std::istream& in);

/// Stores them in one transaction and gives the report
/// `{"read", "created", "updated", "unchanged", "errors": [{"line", "reason"}]}`.
boost::json::object import_administrations(persistence::connection& db, administrations_file file);

}  // namespace plaza::domain::imports
