// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include "persistence/query.hpp"

#include <cstdint>
#include <string>

namespace plaza::domain::first_steps::sql {

using persistence::command;
using persistence::query;
using id = std::int64_t;
using text = std::string;

extern command<id> const begin;                    ///< person
extern command<id, bool> const set_open;           ///< person, open
extern command<id, text, text> const mark;         ///< person, step, state
extern query<text(id)> const read;                 ///< person: JSON
extern query<text(id)> const level_locked;         ///< person, held until the end of the transaction
extern command<id, text> const set_level;          ///< person, level
extern command<id, text> const level_of_groups;    ///< person, level, where they chose none
extern query<text(id, int, int)> const suggested;  ///< viewer, neighbours looked at, groups: JSON

}  // namespace plaza::domain::first_steps::sql
