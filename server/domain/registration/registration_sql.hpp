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
using maybe_text = std::optional<text>;

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
    text position;  ///< what was said, or a file says
    text unit;
    text relation;
    maybe group;      ///< whose guest they are to be
    text group_name;  ///< of which
    bool welcome;     ///< who invited a guest may still do so, or nobody is to be one
    bool colleague;   ///< the address is of an administration, by its domain or by a link that waits
};
struct link_row {
    text email;
    maybe group;
};
struct prepared_row {
    bool known;
    maybe registration;  ///< with a link that has not ended; locked
    bool told;           ///< by a letter that went or waits, with more than a day left
};
struct list_row {
    text items;  ///< JSON array
    bool more;
    maybe last_at;
    maybe last_id;
};
struct waiting_row {
    text email;
    text name;
    text language;
    text position;
    maybe administration;
    maybe person;
};

struct withdrawn_row {
    id registration;
    maybe group;  ///< whose guest it was for
    id inviter;
};

struct back_row {
    id person;
    id group;
    text slug;
    id inviter;
};

struct unconfirmed_row {
    text email;
    text name;
    text language;
    id person;
};

extern query<int(text)> const recent;  ///< links mailed to the address in the last hour
/// E-mail, token digest, language, state, seconds to live, inviter, group whose guest it is for.
extern query<id(text, text, text, text, int, maybe, maybe)> const insert;
extern query<open_row(text)> const open;                 ///< token digest; locked
extern command<id, text, text, text, text> const apply;  ///< name, organisation, position, reason
extern query<bool(text, id)> const serves;               ///< e-mail, administration: by its domain
/// Registration, state, name, position, administration, person.
extern command<id, text, text, text, maybe, maybe> const settle;
extern query<link_row(text)> const link_of;  ///< token digest; not locked
extern query<bool(id)> const hold_group;     ///< against changing who keeps it
extern query<text(id)> const group_name;
extern command<id, id> const join_as_guest;              ///< group, person
extern query<id(text, text, text)> const insert_person;  ///< name, language, status
extern query<bool(text)> const email_known;
/// E-mail, registration, message: invites whoever has the address as guest again, where they are no guest of another group.
extern query<back_row(text, id, text)> const invite_back;
extern query<id(id)> const take_back;  ///< registration: whose invitation went with it
extern query<prepared_row(text)> const prepared_standing;
/// E-mail, token digest, seconds, language, name, position, unit, relation, administration, import, actor.
extern query<id(text, text, int, text, text, text, text, text, id, maybe, maybe)> const insert_prepared;
/// Registration, token digest or none to leave the link, seconds, and the rest as before.
extern command<id, maybe_text, int, text, text, text, text, text, id, maybe, maybe> const renew_prepared;
extern command<id, id> const note_letter;      ///< registration, letter with its link
extern query<id(id)> const withdraw_prepared;  ///< import; how many links ended
extern query<id(text)> const hold_addresses;   ///< as an array
extern query<bool(text)> const hold_address;   ///< until the transaction ends
extern query<std::optional<id>(id)> const inviter_of;
extern query<id(id, int)> const colleagues;  ///< of an administration, at most so many
extern query<id()> const administrators;     ///< of the network, that are active
/// Registration, actor, whether an administrator: who waits for a confirmation that the actor may give; locked.
extern query<waiting_row(id, id, bool)> const confirming;
extern query<waiting_row(id)> const vetting;        ///< locked
extern command<id, text, id> const decide;          ///< registration, state, actor
extern command<id, text, id, id, int> const admit;  ///< registration, token digest, administration, actor, seconds
extern query<bool(id)> const administration_in_force;
extern command<text, id> const know_domain;  ///< e-mail, administration
extern command<id> const activate_person;
extern command<id> const drop_person;
extern query<bool(id)> const is_guest;
extern query<int(id)> const invitations_this_week;
extern query<withdrawn_row(id, id)> const withdraw_guest;  ///< group, registration
extern query<withdrawn_row(id, id)> const withdraw;        ///< actor, registration
extern query<withdrawn_row(id)> const withdraw_all;        ///< of a person without a post
/// E-mail, days, language: the day from which an address that was refused may ask again, as text; none if it may now.
extern query<maybe_text(text, int, text)> const refused_until;
extern query<unconfirmed_row(int)> const unconfirmed;  ///< days; locked
extern command<int> const forget_old;                  ///< days
/// Actor, whether an administrator, after, limit.
extern query<list_row(id, bool, maybe, maybe, int)> const confirmations;
extern query<list_row(maybe, maybe, int, text)> const applications;     ///< after, limit, domains open to anybody
extern query<list_row(id, maybe, maybe, int)> const guest_invitations;  ///< group, after, limit
extern query<list_row(id, maybe, maybe, int)> const invitations;        ///< actor, after, limit

}  // namespace plaza::domain::registration::sql
