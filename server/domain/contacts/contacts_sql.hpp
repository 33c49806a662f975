// SPDX-License-Identifier: EUPL-1.2
// All SQL on the contacts of administrations.
#pragma once
#include "persistence/query.hpp"

namespace plaza::domain::contacts::sql {

using persistence::command;
using persistence::query;
using id = std::int64_t;
using text = std::string;

struct post_row {
    id administration;
    text administration_name;
    text position;
    bool ended;
};
struct reader_row {
    text name;
    text email;  ///< empty for who has no account
    text language;
};

extern query<text(id, id, bool)> const list;  ///< viewer, administration, whether an administrator: JSON
extern query<bool(id, id)> const colleague;   ///< administration, person: whether they hold a post there
extern query<int(id)> const count;            ///< of an administration, which is locked until the transaction ends
extern command<id, id, id> const name;        ///< administration, person, by whom
extern command<id, id> const dismiss;         ///< administration, person
/// Administration, person: whether a contact, and held as one until the transaction ends.
extern query<bool(id, id)> const contact;
extern query<post_row(id, id)> const post;  ///< person, appointment
extern command<id, text> const end_post;    ///< appointment, how
extern query<reader_row(id)> const reader;

}  // namespace plaza::domain::contacts::sql
