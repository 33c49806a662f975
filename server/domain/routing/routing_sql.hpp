// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include "persistence/query.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace plaza::domain::routing::sql {

using persistence::command;
using persistence::query;
using id = std::int64_t;
using text = std::string;

extern query<bool(id)> const begin;  ///< thread: false where it is not to be looked after
extern command<> const hold;         ///< one choice at a time, in all processes: nobody is asked beyond their week

struct standing_row {
    bool waits;
    int asked, open;  ///< people who were, and who have not said no
    std::optional<id> hosts_due, network_due;
    bool asked_anybody, hosts_asked, network_asked;
    id now;
};
extern query<standing_row(id)> const standing;

struct question_row {
    id author;
    text title;
};
extern query<question_row(id)> const question;

struct candidate_row {
    id person;
    text evidence;  ///< JSON array
    int town, asked_lately, weekly;
    bool away, declined;
};
/// Thread, threads like it, how much each is: arrays.
extern query<candidate_row(id, text, text)> const candidates;
extern command<id, id, text> const ask;  ///< thread, person, why
extern command<id> const asked;          ///< when people were first asked
extern command<id> const nobody;         ///< there was nobody to ask: hosts are asked on the next working day

extern query<id(int)> const due;                         ///< threads, at most so many
extern query<id(id)> const take_due;                     ///< locks one that is due still
extern command<id, std::optional<id>> const look_again;  ///< thread, microseconds since 1970
extern command<id> const hosts_asked;
extern command<id> const network_asked;
extern query<id(id)> const hosts;          ///< of the thread's group
extern query<id(id)> const network_hosts;  ///< who may read the thread

extern query<std::optional<text>(id, id)> const said;  ///< thread, person: what they said, where they were asked
extern command<id, id, text> const say;                ///< thread, person, what
extern command<id, id> const decline;                  ///< thread, person: its tags, or its group
extern command<id, int> const set_weekly;
extern command<id, id> const ask_again;  ///< person, what they declined

extern query<text(id, id)> const shape;  ///< thread, viewer: how it was looked after
extern query<text(id)> const settings;
struct asked_row {
    text items;
    bool more;
    std::optional<id> last_at, last_id;
};
extern query<asked_row(id, std::optional<id>, std::optional<id>, int)> const asked_of;

}  // namespace plaza::domain::routing::sql
