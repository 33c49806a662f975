// SPDX-License-Identifier: EUPL-1.2
// Reading the event table: what the pump tails and what a returning reader missed.
#pragma once
#include "persistence/query.hpp"

namespace plaza::domain::live::sql {

using persistence::command;
using persistence::query;

struct event_row {
    std::int64_t position;
    bool more;  ///< another one follows, in this page or behind it
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
struct watch_row {
    std::int64_t group;
    bool member;
    bool open;
};

extern command<> const listen;
extern query<std::int64_t()> const publish;
extern query<std::int64_t()> const head;
// Pages end after so many events, or before the one with which their data would be larger than so many bytes.
extern query<event_row(std::int64_t, int, std::int64_t)> const after;  ///< position, limit, bytes
extern query<std::int64_t()> const oldest;  ///< position of the oldest event kept, or of the next one there will be
extern query<group_row(std::int64_t)> const my_groups;
/// Person, after, up to, limit, bytes: only what the person may see now.
extern query<event_row(std::int64_t, std::int64_t, std::int64_t, int, std::int64_t)> const missed;
/// The same, and of these threads, as an array.
extern query<event_row(std::int64_t, std::int64_t, std::int64_t, int, std::int64_t, std::string)> const missed_watching;
extern query<watch_row(std::int64_t, std::int64_t)> const may_watch;  ///< person, thread
extern command<int, int> const
    prune;  ///< minutes and events to keep; what goes is older in the stream than all that stays

}  // namespace plaza::domain::live::sql
