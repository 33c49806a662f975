// SPDX-License-Identifier: EUPL-1.2
// All SQL on mailed links.
#pragma once
#include "persistence/query.hpp"

namespace plaza::domain::recovery::sql {

using persistence::command;
using persistence::query;
using id = std::int64_t;
using text = std::string;

struct reader_row {
    id person;
    text name;
    text email;
    text language;
};
struct token_row {
    id person;
    text address;
};

extern query<reader_row(text)> const account;  ///< e-mail; only of who may sign in
extern query<reader_row(id)> const reader;
/// Token digest, person, purpose, address, seconds to live; takes the place of the one before.
extern command<text, id, text, text, int> const keep;
extern query<bool(text, text)> const holds;       ///< token digest, purpose
extern query<token_row(text, text)> const use;    ///< the same; it is gone afterwards
extern query<text(id)> const credential_changed;  ///< person: when address or password were set
extern command<id, id> const end_sessions;        ///< person, session that stays or 0
extern query<bool(text)> const known_domain;
extern query<bool(text, id)> const taken;  ///< by anybody but accounts that were merged into the person's
extern command<text, id> const release;    ///< an address that such an account kept for the person
extern command<id, text> const set_email;
extern command<> const forget_ended;

}  // namespace plaza::domain::recovery::sql
