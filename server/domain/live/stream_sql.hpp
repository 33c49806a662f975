// SPDX-License-Identifier: EUPL-1.2
// Reading the event table: what the pump tails and what a returning reader missed.
#pragma once
#include "persistence/query.hpp"

namespace plaza::domain::live::sql {

using persistence::command;
using persistence::query;

struct event_row {
    std::int64_t position;
    std::string kind;
    std::optional<std::int64_t> group;
    std::optional<std::string> slug;
    std::optional<std::int64_t> thread;
    std::optional<std::int64_t> person;
    std::string data;
};
struct group_row {
    std::int64_t group;
};
struct window_row {
    std::int64_t head;
    std::int64_t oldest;  ///< position of the oldest event kept, or head + 1
};
struct watch_row {
    std::int64_t group;
    bool member;
    bool open;
};

extern command<> const listen;
extern query<std::int64_t()> const publish;
extern query<std::int64_t()> const head;
extern query<event_row(std::int64_t, int)> const after;  ///< position, limit
extern query<window_row()> const window;
extern query<group_row(std::int64_t)> const my_groups;
/// Person, after, up to, limit: only what the person may see now.
extern query<event_row(std::int64_t, std::int64_t, std::int64_t, int)> const missed;
extern query<watch_row(std::int64_t, std::int64_t)> const may_watch;  ///< person, thread
extern command<int, int> const prune;                                 ///< minutes and events to keep

}  // namespace plaza::domain::live::sql
