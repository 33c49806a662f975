// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include "persistence/query.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace plaza::domain::revisions::sql {

using persistence::command;
using persistence::query;
using id = std::int64_t;
using text = std::string;

struct standing_row {
    text title;  ///< of the thread
    id version;
    bool accepted;
    bool fresh;  ///< written so few minutes ago
    std::optional<text> weight;
};
struct list_row {
    text items;
    bool more;
    std::optional<id> last;
};

extern query<standing_row(id, int)> const stands;  ///< post, minutes
extern query<bool(id, text)> const other_tags;     ///< thread, names as a JSON array: whether it has others
extern command<id> const keep;  ///< post: what stands becomes a revision, with title and tags where it is the first one
extern command<id, text, text, bool, id> const write;           ///< post, body, html, minor, person
extern command<id, text> const weigh;                           ///< post, weight
extern command<id, text> const retitle;                         ///< thread, title
extern query<list_row(id, std::optional<id>, int)> const list;  ///< post, before revision, limit

}  // namespace plaza::domain::revisions::sql
