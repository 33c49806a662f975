// SPDX-License-Identifier: EUPL-1.2
// What an operator asks when something seems wrong.
#pragma once
#include "persistence/connection.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace plaza::domain::operation {

struct check {
    std::string what;
    bool sound;
    std::string found;  ///< what was seen, and what to do about it
};

/// A counter that is stored for speed and differs from what it counts.
struct drift {
    std::string counter;  ///< as `recount()` in the schema names it
    std::int64_t object;  ///< the thread or post
    std::int64_t stored;
    std::int64_t counted;
};

/// Where the settings say that things are.
struct places {
    std::string schema_dir;
    std::string web_root;
    std::string files_dir;
    std::string clamd_socket;
};

/// Looks at database, schema, rights, counters, audit chain, files and web application. Never throws.
std::vector<check> examine(persistence::connection_options const& options, places const& at);

/// Counts anew, sets right what differs, one thread at a time while people write, and says what it was. Throws `sql_error`.
std::vector<drift> recount(persistence::connection& db);

/// Has jobs that were put aside done again, and gives how many; those that fail again are put aside again.
std::int64_t begin_jobs_anew(persistence::connection& db);

}  // namespace plaza::domain::operation
