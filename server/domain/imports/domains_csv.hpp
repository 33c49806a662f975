// SPDX-License-Identifier: EUPL-1.2
// Whose each mail domain is, as lines of `dir3,domain`: `plaza domains import` and `export`, and the same by the console, where a
// job does it.
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
/// Imports that the console shows, and the days after which one is forgotten.
inline constexpr int domain_imports_shown = 20;
inline constexpr int domain_import_days_kept = 30;

/// Adds what is not there, and takes nothing away; with `dry_run` it only says what it would do. Other columns are passed
/// over. Gives `{"read", "created", "unchanged", "errors": [{"line", "field", "reason"}]}`. Problem `column_missing`.
base::result<boost::json::object> import_domains(persistence::connection& db, base::actor const& actor,
                                                 std::istream& in, bool dry_run);

/// Keeps a file for the job and gives the import's id: the same one for the same file as long as it waits. 422 `csv`
/// `column_missing`.
base::result<std::int64_t> start_domain_import(persistence::connection& db, base::actor const& actor, std::string csv,
                                               bool dry_run);
/// The job: the whole file in one transaction, if who began it may still do so.
void do_domain_import(persistence::connection& db, std::string const& payload);
/// What the clock clears away; an import whose job was lost is done.
void forget_domain_imports(persistence::connection& db);

/// All of them as `dir3,domain,name`, in that order, ready for a spreadsheet.
std::string export_domains(persistence::connection& db);

}  // namespace plaza::domain::imports
