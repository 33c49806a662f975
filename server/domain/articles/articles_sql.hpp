// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include "persistence/query.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace plaza::domain::articles::sql {

using persistence::command;
using persistence::query;
using id = std::int64_t;
using text = std::string;

struct answer_row {
    int number;
    id author;
    text body;
    bool deleted;
};

struct tag_row {
    text name;
};

extern query<text(id)> const read_template;   ///< group
extern command<id, text> const set_template;  ///< group, headings as a JSON array
extern query<bool(id, id)> const writes;      ///< thread, person
extern query<text(id, id)> const
    authors;  ///< thread, viewer: JSON; who was only asked is shown to who asked and to themself
extern query<bool(id, id)> const belongs;         ///< thread, person: a member of its group, active
extern query<int(id)> const how_many;             ///< thread
extern query<bool(id, id)> const ask;             ///< thread, person: false when they had been asked
extern query<bool(id, id)> const say_yes;         ///< thread, person: false when nobody had asked
extern command<id, id> const remove;              ///< thread, person
extern query<answer_row(id)> const accepted;      ///< question
extern query<tag_row(id)> const tags;             ///< thread
extern query<bool(id, id)> const readers_within;  ///< group, group: whether all who read the first may read the second
extern command<id, id, int, id> const keep_source;  ///< article, question, number, author of the answer
extern command<id, id> const add_writer;            ///< article, person

}  // namespace plaza::domain::articles::sql
