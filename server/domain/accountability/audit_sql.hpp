// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include "persistence/query.hpp"

namespace plaza::domain::audit::sql {

using persistence::query;
using id = std::int64_t;

extern query<id(std::optional<id>, std::string, std::string, id, std::string)> const append;
extern query<std::optional<id>()> const verify;

}  // namespace plaza::domain::audit::sql
