// SPDX-License-Identifier: EUPL-1.2
// All SQL on profiles and on the posts that people hold.
#pragma once
#include "persistence/query.hpp"

namespace plaza::domain::people::sql {

using persistence::command;
using persistence::query;
using id = std::int64_t;
using text = std::string;

struct list_row {
    text items;
    bool more;
    std::optional<id> last_at;
    std::optional<id> last_id;
};
struct appointment_row {
    id administration;
    bool main;
    bool ended;
    bool ended_by_others;
    text relation;
};

extern query<text(id, id)> const profile;  ///< viewer, person
extern query<text(id)> const own_profile;
extern query<id(id)> const standing_for;  ///< who a person is now: another one, once merged
extern query<bool(id, id)> const known;   ///< viewer, person: whether there is such a person to be seen
/// Viewer, person, before (time, id), limit.
extern query<list_row(id, id, std::optional<id>, std::optional<id>, int)> const contributions;

extern query<text(id)> const name_locked;  ///< holds the person and their posts until the transaction ends
extern command<id, text, text, text, text, text> const save;  ///< person, name, about, ask_me, phone, hours
extern command<id, text> const drop_skills;                   ///< person, those that stay
extern command<id, text> const add_skills;
extern command<id, text> const drop_languages;
extern command<id, text> const add_languages;
extern command<id, text, text> const set_audiences;  ///< person, fields, audiences

extern query<int(id)> const current_posts;  ///< of a person: how many
extern query<bool(id)> const administration_in_force;
/// Person, administration, relation: by a current post of that relation, or an employee by the domain of the address.
extern query<bool(id, id, text)> const belongs;
extern query<appointment_row(id, id)> const appointment;  ///< person, appointment
/// Person, administration, position, unit, relation, main, since.
extern query<id(id, id, text, text, text, bool, std::optional<text>)> const insert_appointment;
/// Appointment, position, unit, relation, main, since, until.
extern command<id> const asked_anew;  ///< person; after their posts ended, whose address asks for another round
extern command<id, text, text, text, bool, std::optional<text>, std::optional<text>, bool> const change_appointment;
extern command<id, id> const no_other_main;  ///< person, the one that stays
extern command<id> const some_main;          ///< person: one of the current posts is the main one

}  // namespace plaza::domain::people::sql
