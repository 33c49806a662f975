// SPDX-License-Identifier: EUPL-1.2
// All SQL on threads, posts and what hangs from them.
#pragma once
#include "persistence/query.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace plaza::domain::threads::sql {

using persistence::command;
using persistence::query;
using text = std::string;
using id = std::int64_t;

struct access_row {
    id thread;
    id group;
    text slug;
    text kind;
    id author;
    int next_number;
    std::optional<text> role;
    bool archived;
    bool closed;
};
struct post_access_row {
    id post;
    int number;
    text role;
    id author;
    bool deleted;
    text body;
    id thread;
};
struct parent_row {
    text role;
    std::optional<int> parent;
    id author;
};
struct list_row {
    text items;
    bool more;
    std::optional<id> last_at;
    std::optional<id> last_id;
};
struct posts_row {
    text items;
    bool more;
    std::optional<int> last_number;
};
struct page_row {
    std::optional<text> thread;  ///< nothing when the viewer may not see it
    text items;
    bool more;
    std::optional<int> accepted;
    std::optional<int> useful;
    std::optional<int> top;
    std::optional<int> number;
};

// The doors: nothing is found that the viewer may not read.
extern query<access_row(id, id)> const find;         ///< viewer, thread
extern query<access_row(id, id)> const find_locked;  ///< the same, locked for writing into it
/// Thread. For `threads::hold`: first the thread, then, as it is by then, its group.
extern query<id(id)> const hold;
extern query<id(id)> const hold_group;
/// Viewer, thread, number it had there: where a post is now, as far as the viewer may read it.
struct place_row {
    id thread;
    int number;
};
extern query<place_row(id, id, int)> const moved;
extern query<post_access_row(id, id)> const find_post;  ///< viewer, post

// Reading
extern query<text(id, id)> const shape;           ///< viewer, thread
extern query<text(id, id)> const post_shape;      ///< viewer, post
extern query<text(id, id)> const own_post_shape;  ///< viewer, post just written: no vote of theirs can stand on it
/// Group, viewer, kind or '', state or '', before (time, id), limit.
extern query<list_row(id, id, text, text, std::optional<id>, std::optional<id>, int)> const list_in_group;
struct near_row {
    text items;
    bool more;
    std::optional<id> last_near;
    std::optional<id> last_at;
    std::optional<id> last_id;
};
/// The same of authors whose administration has the band of the viewer's, those of the province first; before (near, time, id).
extern query<near_row(id, id, text, text, std::optional<id>, std::optional<id>, std::optional<id>, int)> const
    list_like_me;
// Pages of posts end after so many posts, or before the one with which their texts would be larger than so many bytes.
extern query<page_row(id, id, int, int, id)> const page_by_number;  ///< viewer, thread, after number, limit, bytes
/// Viewer, thread, then the keys of the last post: accepted, useful, top, number; limit, bytes.
extern query<page_row(id, id, std::optional<int>, int, int, int, int, id)> const page_best;
extern query<posts_row(id, id, int, int, id)> const posts_after;  ///< viewer, thread, after number, limit, bytes

// Writing
extern query<parent_row(id, int)> const find_parent;  ///< thread, number; not a deleted one
extern query<bool(id, id)> const holds;               ///< person, appointment: whether it is theirs and current
/// Group, kind, title, author, the post they write as.
extern query<id(id, text, text, id, std::optional<id>)> const insert_thread;
/// Thread, number, parent, role, author, body, html, the post they write as, weight.
extern query<id(id, int, std::optional<int>, text, id, text, text, std::optional<id>, std::optional<text>)> const
    insert_post;
extern command<text> const make_tags;             ///< names as a JSON array, whatever they are called: those missing
extern command<id, text> const detach_tags;       ///< thread, names: all others
extern command<id, text> const attach_tags;       ///< thread, names; a statement of its own, to see tags made meanwhile
extern query<text(id, id, int)> const mark_read;  ///< viewer, thread, number: data of the event, if it moved
/// Thread, kind of act, by whom, reason, changes as a JSON array: a line in the thread.
extern command<id, text, id, text, text> const act;
extern command<id> const bury_post;
extern command<id> const drop_revisions;

}  // namespace plaza::domain::threads::sql
