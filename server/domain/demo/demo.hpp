// SPDX-License-Identifier: EUPL-1.2
// `plaza demo load DIR`: fills an empty installation once with the invented network of schema/demo.
#pragma once
#include "base/result.hpp"
#include "persistence/connection.hpp"

#include <filesystem>

namespace plaza::domain::demo {

struct loaded {
    std::size_t administrations = 0;
    std::size_t people = 0;
    std::size_t groups = 0;
    std::size_t threads = 0;
    std::size_t posts = 0;
};

/// Loads it in one transaction; times are relative to today in Madrid and nobody is told by live events. 409
/// `demo_loaded` when it was loaded before, 409 `not_empty` when there are people already. Throws
/// `std::runtime_error` naming file and line when a file is wrong.
base::result<loaded> load(persistence::connection& db, std::filesystem::path const& folder);

}  // namespace plaza::domain::demo
