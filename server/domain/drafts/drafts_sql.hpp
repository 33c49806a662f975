// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include "persistence/query.hpp"

#include <cstdint>
#include <string>

namespace plaza::domain::drafts::sql {

using persistence::command;
using persistence::query;
using id = std::int64_t;
using text = std::string;

struct standing_row {
    id version;
    bool same;  ///< the fields that were asked for
};

struct list_row {
    text items;  ///< JSON, without the fields
    text ended;  ///< JSON
};

extern command<id> const hold;                              ///< person, until the end of the transaction
extern query<standing_row(id, text, text)> const standing;  ///< person, place, fields
extern query<int(id)> const count;                          ///< person
extern query<id(id, text, text, text)> const save;          ///< person, place, fields, page: version
extern query<list_row(id, int)> const list;                 ///< person, most ended ones
extern query<text(id, text)> const read;                    ///< person, place: JSON, or no row
extern command<id, text, id> const remove;                  ///< person, place, up to version
extern command<int> const forget_old;                       ///< days

}  // namespace plaza::domain::drafts::sql
