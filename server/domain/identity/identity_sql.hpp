// SPDX-License-Identifier: EUPL-1.2
// All SQL on credentials, sessions and failed sign-ins.
#pragma once
#include "persistence/query.hpp"

namespace plaza::domain::identity::sql {

using persistence::command;
using persistence::query;
using id = std::int64_t;
using text = std::string;

struct session_row {
    id session;
    id person;
    text status;
    bool administrator;
    bool auditor;
    bool policy_accepted;
    bool second_factor_pending;
    text language;
    bool stale;  ///< last use was noted more than a minute ago
};
struct person_row {
    text status;
    bool administrator;
    bool auditor;
    bool policy_accepted;
    text language;
};
struct credential_row {
    id person;
    text password;
    text status;
};
struct failures_row {
    int failures;
    id age_seconds;
};
struct listed_session_row {
    id session;
    text user_agent;
    text created_at;
    text last_used_at;
};
struct me_row {
    text body;
    id position;
};

extern query<session_row(text, int)> const authenticate;  ///< token digest, idle limit in seconds
extern query<person_row(id)> const person;
extern command<id> const note_use;
extern query<credential_row(text)> const credential;   ///< e-mail
extern query<failures_row(text, int)> const failures;  ///< subject digest, half-life in seconds
extern command<text, int> const note_failure;
extern command<text> const forget_failures;
/// Person, PHC string: whether that is still the password. Holds the credential until the transaction ends.
extern query<bool(id, text)> const hold_credential;
extern command<id> const end_links;                ///< person: mailed links
extern command<id, text> const set_password;       ///< person, hash
extern query<bool(id, text)> const hold_password;  ///< person, hash: whether it is theirs still
/// Person, token digest, user agent, seconds to live, whether the second step is missing.
extern query<id(id, text, text, int, bool)> const insert_session;
extern command<id, text, int> const complete_session;  ///< session, token digest, seconds to live
extern command<id> const delete_session;
extern query<listed_session_row(id, int)> const sessions;  ///< person, idle limit in seconds
extern command<id, id> const delete_session_of;            ///< person, session
extern command<id, id> const delete_other_sessions;        ///< person, the session that stays
extern command<id, text> const renew_session;              ///< session, token digest
extern query<text(id)> const email_of;
extern command<id> const accept_policy;
extern command<id, text, text> const replace_password;  ///< person, hash before, new hash
extern query<text(id)> const person_ref;
extern query<me_row(id, int, int)> const me;  ///< person, days to confirm an address, those after the reminder
extern query<id(text, text, std::optional<text>)> const insert_person;  ///< name, language, network role
extern command<id, text, text> const insert_credential;
extern query<bool(text)> const email_known;
extern command<id, int, bool> const end_oldest_sessions;  ///< person, how many stay, of which kind
extern command<int> const delete_dead_sessions;           ///< idle limit in seconds
extern command<> const delete_old_failures;

}  // namespace plaza::domain::identity::sql
