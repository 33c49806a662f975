// SPDX-License-Identifier: EUPL-1.2
// All SQL on groups and memberships.
#pragma once
#include "persistence/query.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace plaza::domain::groups::sql {

struct access_row {
    std::int64_t id;
    std::string kind;
    std::optional<std::string> role;
    bool may_read;
    bool archived;
};
struct list_row {
    std::string items;
    bool more;
    std::optional<std::int64_t> last_id;
    std::optional<std::int64_t> last_at;
};

using persistence::command;
using persistence::query;
using text = std::string;
using id = std::int64_t;

extern query<access_row(id, text)> const find;         ///< viewer, slug
extern query<access_row(id, text)> const find_shared;  ///< the same, against changes of membership and kind
extern query<access_row(id, text)> const find_locked;  ///< the same, for changing membership or kind
extern query<id(id)> const created_lately;             ///< person: groups made in the last 24 hours
extern query<text(id, text)> const shape;              ///< viewer, slug
extern query<list_row(id, text, text, std::optional<id>, int)> const list;  ///< viewer, words, whose, after, limit
extern query<list_row(id, std::optional<id>, std::optional<id>, int, std::optional<id>)> const members;
extern query<id(text, text, text, text, id)> const insert;
extern command<id, id, text, text> const insert_membership;  ///< group, person, role, source
extern command<id, id, text> const insert_request;           ///< group, person, message
struct person_row {
    id person;
};
extern query<person_row(id)> const moderators;  ///< of a group, its owners among them
extern command<id, id> const delete_request;
extern command<id, id> const forget_refusal;
extern command<id, id> const delete_membership;
extern command<id, id, text> const remember_leaving;  ///< group, person, how: so that no rule brings them back
extern command<id, id> const forget_leaving;
extern command<id> const forget_wishes;  ///< person: requests and invitations, everywhere
extern query<bool(id, id)> const other_owner;
extern command<id, id> const make_owner;           ///< of an active member who is no guest
extern query<text(id, id)> const take_invitation;  ///< group, person: the role they are invited to
extern command<id, id> const delete_invitation;
extern query<id(id)> const lock_person;
extern query<bool(id)> const moderators_start;           ///< group
extern query<bool(id, id, text)> const guest_elsewhere;  ///< group, person, the role they would have
extern query<bool(id, id)> const relation_admitted;      ///< group, person

extern query<bool()> const members_create;
extern command<bool> const let_members_create;
extern query<bool(id)> const may_create;
/// Group, version, then the settings; nothing is changed where the version is another.
extern command<id, int, text, text, text, text, text, text, text, text, std::optional<text>> const settle;
extern command<id, text> const move;         ///< group, its new slug
extern query<bool(id)> const rule_by_skill;  ///< group: whether one of its rules rests on a skill alone
extern command<id, bool> const mark_official;
extern command<id, bool> const archive;
extern command<int> const mark_idle;  ///< after so many days

}  // namespace plaza::domain::groups::sql
