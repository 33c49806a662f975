// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include "persistence/query.hpp"

namespace plaza::domain::live::sql {

using persistence::command;
using persistence::query;
using id = std::int64_t;
using text = std::string;

extern command<text, id> const of_thread;
extern command<text, id, int> const of_post;  ///< kind, post, bytes up to which its text is told
extern command<text, id, text> const in_thread;
extern command<id> const forget_post;
extern command<text, id, std::optional<id>, std::optional<id>, text, std::optional<int>> const to_person;

}  // namespace plaza::domain::live::sql
