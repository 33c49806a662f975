// SPDX-License-Identifier: EUPL-1.2
// Finds the row of the route table for a request. Pure.
#pragma once
#include "routes.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace plaza {

struct match {
    route const* found = nullptr;       ///< none: see `allowed`
    std::vector<std::string> captures;  ///< in order
    std::string allowed;                ///< verbs that this path has, when only the verb is wrong
};

/// HEAD finds the row of GET.
match find_route(transport::verb method, std::string_view path);

}  // namespace plaza
