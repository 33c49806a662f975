// SPDX-License-Identifier: EUPL-1.2
// `plaza domains import` and `export`: whose each mail domain is, as lines of `dir3,domain`.
#pragma once
#include "base/actor.hpp"
#include "base/result.hpp"
#include "persistence/connection.hpp"

#include <boost/json/object.hpp>

#include <istream>
#include <string>

namespace plaza::domain::imports {

/// Lines taken from one file; the whole country has some ten thousand administrations.
inline constexpr std::size_t most_domain_lines = 50'000;

/// Adds what is not there, and takes nothing away; with `dry_run` it only says what it would do. Other columns are passed
/// over. Gives `{"read", "created", "unchanged", "errors": [{"line", "field", "reason"}]}`. Problem `column_missing`.
base::result<boost::json::object> import_domains(persistence::connection& db, base::actor const& actor,
                                                 std::istream& in, bool dry_run);

/// All of them as `dir3,domain,name`, in that order, ready for a spreadsheet.
std::string export_domains(persistence::connection& db);

}  // namespace plaza::domain::imports
