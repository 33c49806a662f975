// SPDX-License-Identifier: EUPL-1.2
// All SQL on second factors and recovery codes.
#pragma once
#include "persistence/query.hpp"

#include <optional>

namespace plaza::domain::second_factor::sql {

using persistence::command;
using persistence::query;
using id = std::int64_t;
using text = std::string;

struct state_row {
    text since;
    int codes_left;
};
struct secret_row {
    text secret;
    id last_step;
    bool confirmed;
};

extern query<text()> const key;              ///< hexadecimal
extern query<id(id)> const hold_credential;  ///< person: until the transaction ends
extern query<state_row(id)> const state;     ///< of one that is on
extern query<secret_row(id)> const secret;   ///< locked
extern query<bool(id, text)> const begin;    ///< person, sealed secret; no row when one is on
extern command<id, id> const note_step;      ///< person, step
extern command<id> const confirm;
extern command<id> const remove;
extern command<id, text> const use_recovery_code;  ///< person, digest
extern command<id> const forget_recovery_codes;
extern command<id, text> const add_recovery_code;  ///< person, digest

}  // namespace plaza::domain::second_factor::sql
