// SPDX-License-Identifier: EUPL-1.2
// Each statement takes all rows of one kind as a JSON array.
#pragma once
#include "persistence/query.hpp"

namespace plaza::domain::demo::sql {

using persistence::command;
using persistence::query;
using rows = std::string;

struct state_row {
    bool demo;
    bool people;
};
extern query<state_row()> const state;  ///< locks the installation
extern query<std::int64_t(int)> const new_ids;

extern command<rows> const administrations;
extern command<rows> const domains;
extern command<rows> const people;
extern command<rows, std::string> const credentials;  ///< and the hash of everybody's password
extern command<rows> const appointments;
extern command<rows> const skills;
extern command<rows> const groups;
extern command<rows> const members;
extern command<rows> const tags;
extern command<rows> const threads;
extern command<rows> const thread_tags;
extern command<rows> const posts;
extern command<rows> const useful;
extern command<rows> const accepted;
extern command<> const reading;
extern command<> const silence;
extern command<> const mark_installation;

}  // namespace plaza::domain::demo::sql
