// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include "persistence/query.hpp"

#include <cstdint>
#include <string>

namespace plaza::domain::mentions::sql {

using persistence::query;
using id = std::int64_t;
using text = std::string;

extern query<text(id, text, int)> const members;  ///< group, words, limit: JSON array of people
extern query<text(id, text, int)> const anybody;  ///< the same, and then of the whole network

}  // namespace plaza::domain::mentions::sql
