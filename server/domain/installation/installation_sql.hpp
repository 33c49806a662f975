// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include "persistence/query.hpp"

namespace plaza::domain::installation::sql {

using persistence::query;

struct facts_row {
    std::string name;
    bool demo;
    std::string cursor_key;  ///< hexadecimal
};
extern query<facts_row()> const facts;

}  // namespace plaza::domain::installation::sql
