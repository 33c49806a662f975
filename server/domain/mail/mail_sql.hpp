// SPDX-License-Identifier: EUPL-1.2
// All SQL on letters.
#pragma once
#include "persistence/query.hpp"

namespace plaza::domain::mail::sql {

using persistence::command;
using persistence::query;
using id = std::int64_t;
using text = std::string;

/// Person, address, kind, language, facts, Message-ID, seconds until it is useless.
extern query<id(std::optional<id>, text, text, text, text, text, std::optional<int>)> const insert;
extern command<id, text> const refuse_at_once;  ///< id, why

struct waiting_row {
    text address;
    text kind;
    text language;
    text facts;
    text message_id;
    id written;        ///< seconds since 1970
    text standing;     ///< status of the person; empty for strangers
    bool own_address;  ///< it is still the person's; true for strangers
    bool expired;
};
extern query<waiting_row(id)> const waiting;  ///< no row when it has met its fate already
/// Id, state, the server's words, attempt, whether the facts go.
extern command<id, text, text, int, bool> const settle;
extern command<id, text, int> const note_attempt;

struct list_row {
    text items;
    bool more;
    std::optional<id> last_at;
    std::optional<id> last_id;
};
/// State or empty, microseconds and id of the last one before, limit.
extern query<list_row(text, std::optional<id>, std::optional<id>, int)> const list;
extern query<bool(id)> const exists;
struct outbox_row {
    id mail;
    text address;
    text kind;
    text language;
    text facts;
    text created_at;
    std::optional<text> waits_until;  ///< the hours of who gets it
};
extern query<outbox_row(int)> const outbox;

struct notice_row {
    id person;
    std::optional<id> thread;
    int class_place;
    text facts;
};
extern query<notice_row(id)> const notice_facts;   ///< letter: no row where there is nothing to say any more
extern query<int(id)> const seal;                  ///< letter: seconds until the person's hours
extern query<bool(id, id, int, bool)> const stop;  ///< person, thread or 0, class, whether to stop
extern query<bool()> const forget_late;

extern command<id> const queue_again;
extern query<id()> const without_job;            ///< letters that wait and that no job will send
extern command<int> const forget_old;            ///< days
extern command<text, int> const forget_secrets;  ///< array of kinds, days

}  // namespace plaza::domain::mail::sql
