// SPDX-License-Identifier: EUPL-1.2
// All SQL on registrations.
#pragma once
#include "persistence/query.hpp"

#include <optional>

namespace plaza::domain::registration::sql {

using persistence::command;
using persistence::query;
using id = std::int64_t;
using text = std::string;
using maybe = std::optional<id>;

struct open_row {
    id registration;
    text email;
    text state;
    text name;
    text language;
    maybe administration;
    maybe person;
    text administrations;  ///< JSON: those of the domain, or the one that was chosen
    int choices;
    maybe only;  ///< the administration when there is one
    text inviter;
};
struct waiting_row {
    text email;
    text name;
    text language;
    text position;
    maybe administration;
    maybe person;
};

extern query<int(text)> const recent;  ///< links mailed to the address in the last hour
/// E-mail, token digest, language, state, seconds to live, inviter.
extern query<id(text, text, text, text, int, maybe)> const insert;
extern query<open_row(text)> const open;  ///< token digest; locked
extern command<id, text, text, text, text> const apply;  ///< name, organisation, position, reason
extern query<bool(text, id)> const serves;  ///< e-mail, administration: by its domain
/// Registration, state, name, position, administration, person.
extern command<id, text, text, text, maybe, maybe> const settle;
extern query<id(text, text, text)> const insert_person;  ///< name, language, status
extern query<bool(text)> const email_known;
extern query<bool(text)> const hold_address;  ///< until the transaction ends
extern query<id(id, int)> const colleagues;  ///< of an administration, at most so many
/// Registration, actor, whether an administrator: who waits for a confirmation that the actor may give; locked.
extern query<waiting_row(id, id, bool)> const confirming;
extern query<waiting_row(id)> const vetting;  ///< locked
extern command<id, text, id> const decide;    ///< registration, state, actor
extern command<id, text, id, id, int> const admit;  ///< registration, token digest, administration, actor, seconds
extern query<bool(id)> const administration_in_force;
extern command<text, id> const know_domain;  ///< e-mail, administration
extern command<id> const activate_person;
extern command<id> const drop_person;
extern query<int(id)> const invitations_this_week;
extern command<id, id> const withdraw;  ///< actor, registration
extern command<int> const forget_old;   ///< days
extern query<text(id, bool)> const confirmations;  ///< actor, whether an administrator: JSON
extern query<text()> const applications;           ///< JSON
extern query<text(id)> const invitations;          ///< JSON

}  // namespace plaza::domain::registration::sql
