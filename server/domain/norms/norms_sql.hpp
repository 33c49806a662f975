// SPDX-License-Identifier: EUPL-1.2
// SQL of norms, their names and their citations.
#pragma once
#include "persistence/query.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace plaza::domain::norms::sql {

using id = std::int64_t;
using text = std::string;
using maybe_id = std::optional<id>;
using persistence::command;
using persistence::query;

struct post_row {
    id post;
    text body, html;
    text title;  ///< of the thread, with its first post alone
    text cited;  ///< a line for each citation: norm, article, part
};
struct norm_row {
    text id;
    std::int64_t serial;
    text key, title;
    text keys;     ///< as an array of PostgreSQL
    text names;    ///< JSON array of what people call it
    text changes;  ///< JSON array, the last ones first
};
struct list_row {
    text items;
    bool more;
    maybe_id last_a, last_b;
};
struct counts_row {
    id threads;
    text articles;
};

extern query<id()> const hold;     ///< the version of the names, which stay as they are until the transaction ends
extern query<text()> const table;  ///< JSON of all norms and names
extern command<id, text> const keep;
extern query<post_row(id)> const one_post;
extern query<post_row(id, int)> const some_posts;  ///< after a post, in the order of their ids
extern query<text(id)> const hold_title;  ///< of the thread of a post, which nobody changes until the transaction ends
extern query<bool(id, text, text)> const write_html;       ///< false when the body is another one by now
extern query<norm_row(text)> const find;                   ///< by any of its keys
extern query<bool(text, text)> const known;                ///< by either of two keys
extern query<id(text, text, text, text, text)> const add;  ///< id, title, kind, number, community
extern command<text> const add_first_name;
extern query<bool(text)> const renew;
extern query<text(text, bool)> const holder;  ///< whose name it is; an acronym is another word than its letters
extern query<int()> const own_names;
extern command<text, text, bool> const add_name;
extern command<text, text> const remove_name;

/// Viewer, words, last count and hash, limit.
extern query<list_row(id, text, maybe_id, maybe_id, int)> const list;
/// Keys, viewer.
extern query<counts_row(text, id)> const counts;
/// Keys, article, viewer, last activity and id, limit.
extern query<list_row(text, text, id, maybe_id, maybe_id, int)> const threads;
extern query<text(text)> const console_list;   ///< by words, the first thousand
extern query<text(text)> const console_shape;  ///< by key

}  // namespace plaza::domain::norms::sql
