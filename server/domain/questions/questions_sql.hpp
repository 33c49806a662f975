// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include "persistence/query.hpp"

namespace plaza::domain::questions::sql {

using persistence::command;
using persistence::query;
using id = std::int64_t;

extern query<id(id, int)> const answerer;  ///< thread, number: who wrote the answer that stands there
extern command<id, int, id> const accept;  ///< thread, number, person
/// Thread, by whom: nothing where none was accepted, and false where they take back what they have just said, as after a wrong click.
extern query<bool(id, id)> const withdraw;
extern command<id> const wait_again;            ///< question: it waits for an answer again
extern command<id, int> const withdraw_number;  ///< thread, number
extern command<id, id> const mark;              ///< post, person
extern command<id, id> const unmark;
struct useful_row {
    std::string items;
    bool more;
    std::optional<id> last_at;
    std::optional<id> last_id;
};
/// Post, before (time, person), limit.
extern query<useful_row(id, std::optional<id>, std::optional<id>, int)> const who_found_useful;
extern query<id(id, std::optional<id>)> const works_for;  ///< person, as which post: an administration
extern command<id, id, id> const say_same;                ///< question, person, administration
extern command<id, id> const followed_by_it;              ///< question, person: they follow it for having said so
extern query<bool(id, id)> const take_back_same;          ///< question, person: whether they followed it for that
extern query<std::string(id)> const same_data;            ///< question: what the event tells
using same_row = useful_row;
/// Question, after (time, administration), limit: administrations that have the problem too.
extern query<same_row(id, std::optional<id>, std::optional<id>, int)> const who_has_same;
extern query<std::string(id)> const useful_data;  ///< post: what the event tells

}  // namespace plaza::domain::questions::sql
