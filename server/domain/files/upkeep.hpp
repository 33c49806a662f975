// SPDX-License-Identifier: EUPL-1.2
// What an operator looks after: files that wait for a scanner, and whether rows and bytes still belong to each other.
#pragma once
#include "persistence/connection.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace plaza::domain::files {

struct waiting_files {
    std::int64_t count = 0;
    std::int64_t seconds = 0;  ///< the one that has waited longest
};
waiting_files in_quarantine(persistence::connection& db);

/// Lets everything that waits be read without having been looked at; each is written to the audit. Returns how many.
int release(persistence::connection& db);
/// Takes everything that waits away and tells its owners. Returns how many.
int refuse(persistence::connection& db);

struct comparison {
    std::int64_t files = 0;  ///< that should have bytes
    std::int64_t without_bytes = 0;
    std::int64_t other_size = 0;
    std::vector<std::int64_t> first;  ///< some of those two
    std::int64_t strays = 0;          ///< lie in the folder, and should have been swept long ago
};
/// Looks at names and sizes, reads nothing and changes nothing. Throws where the folder cannot be looked into.
comparison compare(persistence::connection& db, std::string const& folder);

}  // namespace plaza::domain::files
