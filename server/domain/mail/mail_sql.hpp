// SPDX-License-Identifier: EUPL-1.2
// All SQL on letters.
#pragma once
#include "persistence/query.hpp"

namespace plaza::domain::mail::sql {

using persistence::command;
using persistence::query;
using id = std::int64_t;
using text = std::string;

/// Person, address, kind, language, facts, Message-ID, seconds until it is useless.
extern query<id(std::optional<id>, text, text, text, text, text, std::optional<int>)> const insert;
extern command<id, text> const refuse_at_once;  ///< id, why

extern command<id> const queue_again;
extern command<int> const forget_old;  ///< days

}  // namespace plaza::domain::mail::sql
