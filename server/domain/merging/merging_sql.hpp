// SPDX-License-Identifier: EUPL-1.2
// All SQL on merging accounts.
#pragma once
#include "persistence/query.hpp"

namespace plaza::domain::merging::sql {

using persistence::command;
using persistence::query;
using id = std::int64_t;
using text = std::string;

struct standing_row {
    id person;
    text status;
    bool office;
    bool guest;
    text name;
    text email;
    text language;
};

extern query<standing_row(id, id)> const standing;  ///< of both, locked until the transaction ends
extern query<text(id, id, id)> const preview;       ///< actor, who goes, who is kept: JSON
extern query<bool(id, id)> const merge;             ///< kept, gone: all but what names who wrote it
extern query<bool(id, id, int)> const move_rest;    ///< kept, gone, rows of each table: whether any was moved
extern query<bool(int)> const writers_ended;        ///< within so many milliseconds

extern query<bool(text, text, text, int)> const go_on_later;  ///< kind, key, payload, seconds

struct open_row {
    id merger;
    id gone;
    id kept;
};
struct merger_row {
    id gone;
    id kept;
    id by;
    bool allowed;  ///< who began it may still do so
    text reason;
    text state;
};
extern query<open_row(id, id)> const open_mergers_of;    ///< that either of two people is in
extern query<id(id, id, id, text)> const insert_merger;  ///< gone, kept, by, reason
extern query<merger_row(id)> const hold_merger;          ///< that has not ended; nothing while another job has it
extern command<id, text, std::optional<text>> const note_state;
extern query<text(id)> const shape;
extern query<text(int)> const last;
extern command<int> const forget_mergers;          ///< days
extern query<id(text)> const mergers_without_job;  ///< kind of job

}  // namespace plaza::domain::merging::sql
