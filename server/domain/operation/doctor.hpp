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

/// Looks at database, schema, rights, counters, audit chain and web application. Never throws.
std::vector<check> examine(persistence::connection_options const& options, std::string const& schema_dir,
                           std::string const& web_root);

}  // namespace plaza::domain::operation
