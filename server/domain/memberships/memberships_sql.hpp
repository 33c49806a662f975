// SPDX-License-Identifier: EUPL-1.2
// SQL on memberships as those who keep a group decide them; the group was locked before.
#pragma once
#include "persistence/query.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace plaza::domain::memberships::sql {

using persistence::command;
using persistence::query;
using text = std::string;
using id = std::int64_t;

struct list_row {
    text items;
    bool more;
    std::optional<id> last_at;
    std::optional<id> last_id;
};
struct member_row {
    text role;
    bool active;
};
struct invited_row {
    bool member;    ///< of this group
    bool has_post;  ///< of its own in an administration
    bool guest;
};

struct forgotten_row {
    id group;
    id person;
    bool asked;    ///< else invited
    bool waits;    ///< the other of the two still stands
    bool unnamed;  ///< invited by address: who it is, nobody else was told
};

extern query<text(id, id)> const mine;  ///< viewer, group: what the viewer is to it, for who may know of it
extern query<list_row(id, std::optional<id>, std::optional<id>, int)> const requests;     ///< group, after, limit
extern query<list_row(id, std::optional<id>, std::optional<id>, int)> const invitations;  ///< group, after, limit

extern command<id, id> const take_request;
extern command<id, id> const admit;
extern command<id, id> const forget_before;     ///< refusals and leavings
extern command<id, id, text, id> const refuse;  ///< group, person, reason, by whom
extern query<member_row(id, id)> const member;
extern command<id, id, text> const set_role;
extern command<id, id> const remove;
extern command<id, id> const remember_removal;
extern query<invited_row(id, id)> const to_invite;  ///< group, person; only an active one
extern query<id(id)> const invited_lately;          ///< person: written in the last 24 hours, also those taken back
extern command<id, id, text, text, id, int> const invite;  ///< group, person, role, message, by whom, days
extern command<id, id> const withdraw;
/// Days a request waits; who waits no more, by an expired invitation or an old request, and does not belong.
extern query<forgotten_row(int)> const forget_expired;
extern command<id, id, text> const set_level;         ///< group, person, level
extern query<text(id, id, id)> const thread_level;    ///< thread, person, its group
extern command<id, id, text> const set_thread_level;  ///< thread, person, level
extern command<id, id> const forget_thread_level;

}  // namespace plaza::domain::memberships::sql
