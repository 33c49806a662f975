// SPDX-License-Identifier: EUPL-1.2
// All SQL on photos. Their bytes travel as hexadecimal text.
#pragma once
#include "persistence/query.hpp"

namespace plaza::domain::photos::sql {

using persistence::command;
using persistence::query;
using id = std::int64_t;
using text = std::string;

struct photo_row {
    text version;
    text bytes;
};

/// Viewer, person, `small` or `large`: the photo where the viewer may see it.
extern query<photo_row(id, id, text)> const shown;
/// Person, version, small, large, session; nothing for who is not active any more or whose session ended.
extern command<id, text, text, text, id> const store;
extern command<id> const drop;

}  // namespace plaza::domain::photos::sql
