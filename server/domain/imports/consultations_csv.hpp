// SPDX-License-Identifier: EUPL-1.2
// A bank of consultations from a CSV file: each line becomes a question with its answer, accepted, as the published
// criterion of who gave it, which asks to be checked. What was brought in before is known by its reference.
#pragma once
#include "base/result.hpp"
#include "domain/imports/attachments.hpp"
#include "persistence/connection.hpp"

#include <boost/json/object.hpp>

#include <cstdint>
#include <string>

namespace plaza::domain::imports {

/// Lines done in one transaction.
inline constexpr int consultations_at_once = 50;
/// Characters of who answered: the name of a body, with its own body.
inline constexpr std::size_t longest_answerer = 200;

struct consultation_options {
    std::string group;   ///< slug; it has to exist
    std::string author;  ///< who answered where a line does not say it
    std::string language = "es";
    bool dry_run = false;
    attachments* files = nullptr;  ///< where the names of the column `attachments` are looked for
};

/// Brings in the lines of a file, by columns `question`, `answer`, `date` and, where there are, `reference`, `title`, `author`,
/// `norm`, `tags`, `attachments` (also by their Spanish names). What is attached hangs from the answer, and comes in as what people
/// send; a line of which a file is missing or refused is told and not stored. A dry run does the same and keeps nothing. Returns `{"read", "stored",
/// "unchanged", "errors": [{"line", "field", "reason"}], "notes": […]}`. 404 for an unknown group, 422 with the column
/// `column_missing`.
base::result<boost::json::object> import_consultations(persistence::connection& db, std::string const& csv,
                                                       consultation_options const& options);

}  // namespace plaza::domain::imports
