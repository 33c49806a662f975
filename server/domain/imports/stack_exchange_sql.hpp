// SPDX-License-Identifier: EUPL-1.2
// SQL of the import of Stack Exchange dumps. `plan` tables are temporary: what the dump holds, without its
// texts, so that order, numbers and parents are known before anything is stored. Arrays come as text
// (persistence/array.hpp).
#pragma once
#include "persistence/connection.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace plaza::domain::imports::sql {

using persistence::command;
using persistence::query;
using id = std::int64_t;
using text = std::string;

struct origin {
    id old_id = 0;
    id new_id = 0;
    text digest;
};
struct named_origin {
    text name;
    id new_id = 0;
};
struct group_row {
    id group = 0;
    text language;
};
/// Where a row of the plan belongs, for storing it.
struct place {
    id old_id = 0;
    std::optional<int> number;
    std::optional<id> stored;  ///< the post that it became
    text digest;               ///< of the stored one
    bool thread_planned = false;
    std::optional<id> thread;          ///< once its question is stored
    std::optional<int> parent_number;  ///< once its parent is stored
    std::optional<text> newest;        ///< newest text of its history
    int up = 0;
    int down = 0;
};
struct numbered {
    id old_id = 0;
    int number = 0;
};
struct orphan {
    text kind;
    id old_id = 0;
};
struct link_outcome {
    id old_id = 0;
    text outcome;  ///< stored, known, missing, same
};

// Once per import
extern query<text()> const notice_lost_clients;
extern query<bool(text)> const lock_source;
extern query<bool(text)> const unlock_source;
extern query<group_row(text)> const find_group;
extern query<std::optional<id>()> const first_administrator;
extern query<group_row(text, text, id)> const make_group;
void create_plan(persistence::connection& db);
/// A plan is kept only after the first batches, when the tables have grown, and until they are analysed again. To
/// plan each time would do so for every row in triggers and foreign keys: a quarter of the import.
void plan_as_tables_grow(persistence::connection& db);
/// Batches need not wait for the disk: a server that crashes loses the last of them whole, and the next import
/// stores them again. The commit that ends an import is flushed, and all before it with it.
void commit_lazily(persistence::connection& db);
void commit_flushed(persistence::connection& db);
void refresh_statistics(persistence::connection& db);
extern query<id(text, id)> const audit_started;
extern query<id(text, id, text)> const audit_imported;

// Filling the plan
extern query<id(text, text, text, text, text, text)> const plan_items;  ///< kind, ids, parents, dates, ranks, accepted
extern command<text, text, text> const plan_votes;
extern command<text, text> const plan_acceptances;
extern query<id(text)> const posts_to_store;  ///< those of the given posts that are planned and not stored
extern command<text, text, text, text, text, text, text, text, text> const plan_history;
/// Finds each row's question; `drop_rootless` then takes out what has none.
void root_plan(persistence::connection& db);
extern query<orphan()> const drop_rootless;
/// Gives order and numbers to what is left.
void number_plan(persistence::connection& db, text const& source);
void index_history(persistence::connection& db);

// Storing
extern query<origin(text, text, text)> const origins;  ///< source, kind, ids
extern query<named_origin(text, text)> const former_people;
extern command<text, text, text, text, text, text, text> const store_people;
extern command<text, text, text, text, text, text, text> const complete_people;  ///< makes them of their placeholders
extern command<text, text, text, text> const store_stand_ins;                    ///< source, kind, old ids, names
extern query<id(int)> const new_ids;
extern query<place(text, text, text)> const places;  ///< source, kind, ids
extern command<id, text, text, text, text, text> const store_threads;
extern command<text, text, text, text, text, text, text, text, text, text, text, text> const store_posts;
extern command<text> const store_tags;
extern command<text, text> const store_thread_tags;
extern command<text, text, text, text, text> const store_origins;
extern command<text, text, text> const mark_stored;
extern query<id(text)> const lock_threads;
extern command<text, text, text> const number_anew;  ///< kind, ids, threads
extern query<numbered(text, text)> const numbers;    ///< kind, ids
extern query<id(text, text)> const store_revisions;
extern command<text, text> const forget;  ///< kind, ids: takes rows out of the plan

// After the posts
extern query<id()> const wrongly_accepted;
extern query<id()> const store_acceptances;
extern query<id()> const acceptances_without_answer;
extern query<id()> const update_votes;
extern query<id()> const votes_without_post;
extern query<id()> const votes_known;
extern query<link_outcome(text, text, text, text, text, bool)> const store_links;
/// Posts from which and to which links of one question to the same one lead, and when they were made: how many lead there now.
extern query<std::int64_t(text, text, text)> const close_duplicates;

}  // namespace plaza::domain::imports::sql
