// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include "persistence/query.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace plaza::domain::admissions::sql {

using persistence::command;
using persistence::query;
using id = std::int64_t;
using text = std::string;
using maybe_text = std::optional<std::string>;

struct group_row {
    id group;
};

extern query<text(id)> const list;  ///< group: JSON array of rules
extern query<bool(id)> const administration_known;
extern query<bool(id, id, std::optional<id>)> const may_reach;  ///< group, by whom, administration that a rule names
extern query<int(id)> const count;                              ///< rules of a group
/// Group, administration, level, band, province, relation, skill, by whom.
extern query<id(id, std::optional<id>, maybe_text, maybe_text, maybe_text, maybe_text, maybe_text, id)> const insert;
extern command<id, id> const drop;
extern query<int(id, int)> const apply;  ///< group, at most so many; how many came in
extern query<int(id)> const coming;      ///< people whom the rules of a group mean and who are not in it
extern query<group_row()> const groups_with_rules;

}  // namespace plaza::domain::admissions::sql
