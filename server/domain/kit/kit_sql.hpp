// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include "persistence/query.hpp"

#include <cstdint>
#include <string>

namespace plaza::domain::kit::sql {

using persistence::command;
using persistence::query;
using rows = std::string;  ///< a JSON array of objects

struct state_row {
    bool demo;
    bool foreign;       ///< groups that are not of the kit
    bool administered;  ///< by somebody
};

extern query<std::string(std::string, bool)> const list;  ///< kind or empty, also drafts that nobody has adopted: JSON
/// Name, title, body, version, by whom; nothing where the version is another.
extern command<std::string, std::string, std::string, int, std::int64_t> const change;
extern query<bool(std::string)> const known;

extern query<state_row(rows)> const state;  ///< groups of the kit; the installation is locked
extern query<std::int64_t(std::string)> const administrator;
extern command<rows, std::int64_t> const groups;  ///< groups, owner
extern command<rows> const tags;
extern command<rows> const synonyms;
extern command<rows> const texts;

}  // namespace plaza::domain::kit::sql
