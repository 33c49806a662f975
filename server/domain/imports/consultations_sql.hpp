// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include "persistence/query.hpp"

#include <cstdint>
#include <string>

namespace plaza::domain::imports::sql {

using persistence::command;
using persistence::query;
using id = std::int64_t;
using text = std::string;

struct known_consultation {
    id thread;
    bool same;  ///< the line says what it said
};

extern query<id(text)> const consultations_group;                       ///< slug
extern command<text> const hold_consultations;                          ///< source, until the end of the transaction
extern query<known_consultation(text, text, text)> const consultation;  ///< source, reference, digest
extern query<id(text, text)> const answerer;                            ///< source, name
extern query<id(text, text)> const new_answerer;                        ///< source, name
extern query<id(id, text, text, id, text)> const store_consultation;    ///< group, title, language, person, day: thread
/// thread, number, role, person, body, HTML, day, weight: post
extern query<id(id, int, text, id, text, text, text, text)> const store_consultation_post;
extern command<id, id, text> const accept_consultation;        ///< thread, person, day
extern command<id, id> const ask_about_consultation;           ///< thread, person
extern command<text, text, id, text> const note_consultation;  ///< source, reference, thread, digest

}  // namespace plaza::domain::imports::sql
