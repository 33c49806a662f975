// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include "persistence/query.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace plaza::domain::order::sql {

using persistence::command;
using persistence::query;
using text = std::string;
using id = std::int64_t;

extern command<id, id> const close;       ///< thread, by whom
extern query<id(id)> const closed_by;     ///< thread: who closed it, no row where it is open
extern command<id> const reopen;          ///< thread
extern command<id, id> const wait_again;  ///< question that is closed, who opens it: it waits for an answer again
extern command<id> const drop_duplicate;  ///< thread: it is the same as no other
struct duplicate_row {
    bool for_all;  ///< whoever reads the one may read the other
    bool leads_back;
    std::optional<id> said_by, stands;  ///< who said before that it is the same, and as which
};
extern command<> const hold_duplicates;  ///< until the transaction ends nobody else says what is the same as what
extern query<duplicate_row(id, id, int)> const duplicate;  ///< question, the other one, how far to look
extern command<id, id, id> const say_duplicate;            ///< question, the other one, by whom
extern command<id, id, id, text> const act_duplicate;      ///< question, the other one, by whom, reason
extern query<bool(id, id)> const readers_within;           ///< group, another: who reads the one may read the other
extern command<id, id> const move;                         ///< thread, group
extern command<id, id, id> const tell_gone;                ///< thread, the group it was in, the one it is in
extern query<bool(id, id)> const reads;                    ///< person, thread
extern query<text(id)> const title;                        ///< thread
extern query<text(id, id)> const destinations;             ///< who moves it, thread: JSON array of groups
extern command<id, id, id, text> const act_moved;          ///< thread, the group it was in, by whom, reason
/// The thread that goes, the one that stays, posts of one notice: what the numbers of its posts grew by.
extern query<bool(id, id)> const both_show;
extern query<int(id, id, int)> const merge;
extern command<id, id, text, text, int> const
    act_merged;                            ///< thread, by whom, reason, title of the other, first number
extern query<bool(id, text)> const there;  ///< thread, numbers as a JSON array: all are posts that stand
/// Thread, numbers as a JSON array, kind, title: an empty one beside it, of who wrote the first of them.
extern query<id(id, text, text, text)> const make_beside;
extern query<text(id, id, text, int)> const
    split;  ///< thread, the new one, numbers, posts of one notice: all that went
/// Thread, kind of act, by whom, reason, the other thread, numbers as a JSON array.
extern command<id, text, id, text, id, text> const act_split;
struct person_row {
    id person;
};
extern query<person_row(id)> const authors;  ///< thread: who wrote in it, in one order

}  // namespace plaza::domain::order::sql
