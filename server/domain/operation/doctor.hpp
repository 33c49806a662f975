// SPDX-License-Identifier: EUPL-1.2
// What an operator asks when something seems wrong.
#pragma once
#include "persistence/connection.hpp"

#include <string>
#include <vector>

namespace plaza::domain::operation {

struct check {
    std::string what;
    bool sound;
    std::string found;  ///< what was seen, and what to do about it
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

}  // namespace plaza::domain::operation
