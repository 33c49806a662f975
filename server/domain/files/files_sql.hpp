// SPDX-License-Identifier: EUPL-1.2
// All SQL on files.
#pragma once
#include "persistence/query.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace plaza::domain::files::sql {

using persistence::command;
using persistence::query;
using id = std::int64_t;
using text = std::string;
using ids = std::string;  ///< array of numbers, or of names

struct named_row {
    id file;
    bool ready;
    int width;
    int height;
    bool own;
    bool loose;
};
struct read_row {
    text name;
    text kind;
    text stored;
    bool picture;
};
struct used_row {
    id bytes;
    int loose;
};
struct list_row {
    text items;
    bool more;
    std::optional<id> last_at;
    std::optional<id> last_id;
};
struct place_row {
    id owner;
    std::optional<id> post;
    bool readable;
};
struct hung_row {
    std::optional<id> post;
    std::optional<id> thread;
};
struct waiting_row {
    text stored;
    id size;
};
struct quarantine_row {
    id count;
    id seconds;
};
struct lying_row {
    id file;
    text stored;
    id size;
    bool picture;
};
struct refused_row {
    id owner;
    text name;
    std::optional<id> thread;
};

/// Person, files: holds those of theirs that hang from nothing.
extern query<id(id, ids)> const hold_loose;
/// Reader, files, post: those that the reader may know of.
extern query<named_row(id, ids, std::optional<id>)> const named;
/// Reader, files: as they would show in a text of the reader's.
extern query<named_row(id, ids)> const named_in_preview;
extern query<named_row(id, ids)> const named_of_post;  ///< post, files
extern query<bool(id, text)> const in_history;         ///< post, file as text: whether an earlier text named it
extern query<id(id, ids)> const bytes_with;            ///< group, files: what it would hold with them
extern command<id, ids> const attach;                  ///< post, files
extern command<id, ids> const show;                    ///< post, files that its text names

extern query<used_row(id)> const used;  ///< person
/// Person, session, name, kind, size, width, height, stored, state; nothing for who is not active or signed in any more.
extern query<id(id, id, text, text, id, std::optional<int>, std::optional<int>, text, text)> const add;
/// Owner, name, kind, bytes, width, height, where it lies, state.
extern query<id(id, text, text, id, std::optional<int>, std::optional<int>, text, text)> const add_brought;
extern query<text(id)> const shape;  ///< as its owner sees it, with `state`
extern query<text(id, id)> const
    own_shape;  ///< person, file: the same of a file of theirs, where they may know its post

extern query<read_row(id, id)> const readable;  ///< reader, file
/// Group, before (time, id), limit; who asks may read the group.
extern query<list_row(id, std::optional<id>, std::optional<id>, int)> const list;

extern query<place_row(id, id)> const place;  ///< reader, file
extern command<id> const drop;
extern query<hung_row(id)> const where_hung;  ///< of what is being checked
extern query<id(id)> const hold_post;         ///< its thread; nothing when it was deleted
/// File, state, post: nothing when it is not being checked, or hangs from something else by now.
extern query<id(id, text, std::optional<id>)> const settle;
extern query<refused_row(id)> const of_whom;

extern query<waiting_row(id)> const waiting;  ///< to be scanned
extern command<int> const forget_loose;       ///< hours
extern query<text(int)> const doomed;         ///< so many
extern command<ids> const forget_doomed;
extern query<text(ids)> const known;            ///< of these names
extern query<text(ids)> const known_or_doomed;  ///< of these names
extern query<quarantine_row()> const quarantine;
extern query<id(int)> const some_waiting;      ///< so many
extern query<lying_row(id, int)> const lying;  ///< after this one, so many

}  // namespace plaza::domain::files::sql
