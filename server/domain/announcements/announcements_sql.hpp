// SPDX-License-Identifier: EUPL-1.2
// All SQL on announcements.
#pragma once
#include "persistence/query.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace plaza::domain::announcements::sql {

using persistence::command;
using persistence::query;
using text = std::string;
using id = std::int64_t;

struct told_row {
    id person;
    id author;
};
struct readers_row {
    text items;
    bool more;
    std::optional<id> last;
};

extern query<bool(id)> const speaks_for_network;  ///< administrators and hosts of the network
extern command<> const hold_network;              ///< one announcement to all at a time
// Seconds until the next that is not urgent; no row where it may be made now.
extern query<int(id, int)> const wait_of_group;         ///< group, days
extern query<int(id, bool, int)> const wait_of_urgent;  ///< group, to the network, most of a day
extern query<int(int)> const wait_of_network;           ///< days
/// Thread, group, whether to the network, why it is urgent, days for which it is shown.
extern command<id, id, bool, std::optional<text>, int> const insert;
extern command<id, id> const acknowledge;                  ///< thread, person
extern query<bool(id, id)> const is_for;                   ///< person, thread
extern query<told_row(id, id, int)> const to_tell;         ///< thread, after whom, most
extern query<text(id, int)> const waiting;                 ///< viewer, most
extern query<text(id, id, bool)> const read;               ///< viewer, thread, with the counts
extern query<readers_row(id, id, id, int)> const readers;  ///< viewer, thread, after whom, limit

}  // namespace plaza::domain::announcements::sql
