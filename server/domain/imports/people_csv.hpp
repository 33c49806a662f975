// SPDX-License-Identifier: EUPL-1.2
// People from a CSV file: each is invited by mail to choose a password and take up the post that the file says.
#pragma once
#include "base/actor.hpp"
#include "base/result.hpp"
#include "persistence/connection.hpp"

#include <boost/json/object.hpp>

#include <string>

namespace plaza::domain::imports {

/// Lines of one file; a larger staff comes in several.
inline constexpr std::size_t most_people_lines = 10'000;
/// Bytes of one file: those lines with everything filled in.
inline constexpr std::size_t longest_people_file = 2 * 1024 * 1024;
/// Lines done in one transaction: others get their turn between.
inline constexpr int people_at_once = 50;
/// Imports that the console shows: those one may still want to look at or take back.
inline constexpr int people_imports_shown = 20;
/// Days after which the report of an import is forgotten.
inline constexpr int import_days_kept = 30;

/// Whether the header has what is needed: name, email, dir3. Problem `column_missing`.
base::result<void> check_people_header(std::string const& csv);

struct people_step {
    std::int64_t done_line = 0;          ///< what was done before
    bool dry_run = false;                ///< says what it would do, and of known addresses how many they are
    std::optional<std::int64_t> import;  ///< that can be taken back
};
/// Does the next lines in the transaction under way, adding to the report `{"read", "invited", "waiting",
/// "known", "known_lines": [line], "errors": [{"line", "field", "reason"}]}`; gives the last line done, or nothing at the end.
std::optional<std::int64_t> import_people(persistence::connection& db, base::actor const& actor, std::string const& csv,
                                          people_step const& step, boost::json::object& report);

/// Keeps a file for the job and gives the import's id. 422 `csv` `column_missing`.
base::result<std::int64_t> start_people_import(persistence::connection& db, base::actor const& actor, std::string csv,
                                               bool dry_run);
/// The job: some lines, and itself again for the rest, as long as who began it may do so.
void continue_people_import(persistence::connection& db, std::string const& payload);
/// Ends what is still to do, and the links that nobody has used; accounts stay. 404.
base::result<void> take_back_people_import(persistence::connection& db, base::actor const& actor, std::int64_t id);
/// What the clock clears away; an import whose job was lost goes on.
void forget_people_imports(persistence::connection& db);

}  // namespace plaza::domain::imports
