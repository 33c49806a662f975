// SPDX-License-Identifier: EUPL-1.2
// Brings a database to the newest schema: numbered migrations once, replaceable definitions, reference
// data and rights each time.
#pragma once
#include "persistence/connection.hpp"

#include <filesystem>
#include <functional>
#include <string>

namespace plaza::persistence {

/// Applies what is missing from `schema/`, each migration in its own transaction; two at once wait for each other, and
/// a server may go on writing meanwhile. Returns the newest version. Throws `sql_error`, or `std::runtime_error` when an applied file was changed.
int migrate(connection& owner, std::filesystem::path const& schema, std::function<void(std::string const&)> say);

/// Version of the schema in this database, 0 when there is none.
int schema_version(connection& c);

/// Newest version that the folder holds.
int newest_version(std::filesystem::path const& schema);

}  // namespace plaza::persistence
