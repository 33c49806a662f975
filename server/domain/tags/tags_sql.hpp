// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include "persistence/query.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace plaza::domain::tags::sql {

using persistence::command;
using persistence::query;
using text = std::string;
using id = std::int64_t;

struct list_row {
    text items;
    bool more;
    std::optional<id> last_a;
    std::optional<id> last_b;
};

extern query<id(id, text)> const known;  ///< viewer, name of whatever kind
extern query<bool(id)> const keeps;      ///< person: whether they keep the vocabulary
extern query<text(id)> const shape;      ///< tag
/// Tag, viewer, before (time, id), limit: threads with it, those of the last activity first.
extern query<list_row(id, id, std::optional<id>, std::optional<id>, int)> const threads;
extern query<text(text)> const console_list;   ///< words: the vocabulary, in the order of names
extern command<> const hold;                   ///< who changes the vocabulary waits for who does
extern query<bool(text, text)> const changed;  ///< name, version that was read: whether it is another now
extern query<id(text, text)> const make;       ///< name, description
/// Name, names as JSON: a name that is another tag's already.
extern query<text(text, text)> const taken;
extern command<id, text> const name;  ///< tag, names as JSON: these and no others
extern query<bool(id)> const renew_tag;
extern command<id, id, text> const merge;  ///< the one that goes, the one that stays, language of its name
extern query<bool(int)> const renew_some;

}  // namespace plaza::domain::tags::sql
