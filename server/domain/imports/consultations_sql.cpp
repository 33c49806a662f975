// SPDX-License-Identifier: EUPL-1.2
#include "domain/imports/consultations_sql.hpp"

namespace plaza::domain::imports::sql {

constinit query<id(text)> const consultations_group{"consultations.group",
                                                    "select id from plaza_group where slug = $1"};

constinit command<text> const hold_consultations{
    "consultations.hold", "select pg_advisory_xact_lock(hashtext('consultations'), hashtext($1))"};

constinit query<known_consultation(text, text, text)> const consultation{"consultations.known", R"(
select new_id, digest = decode($3, 'hex') from import_origin where source = $1 and kind = 'consultation' and old_id = $2)"};

constinit query<id(text, text)> const answerer{"consultations.answerer", R"(
select new_id from import_origin where source = $1 and kind = 'former' and old_id = $2)"};

constinit query<id(text, text)> const new_answerer{"consultations.new_answerer", R"(
with made as (insert into person (name, status) values ($2, 'imported') returning id)
insert into import_origin (source, kind, old_id, new_id) select $1, 'former', $2, id from made returning new_id)"};

// Noon: it is that day in every part of the country, and in whatever zone the server thinks.
constinit query<id(id, text, text, id, text)> const store_consultation{"consultations.store", R"(
insert into thread (group_id, kind, title, language, author_id, created_at, last_activity_at)
select $1, 'question', $2, $3, $4, d.at, d.at from (select ($5 || ' 12:00+00')::timestamptz as at) d
returning id)"};

constinit query<id(id, int, text, id, text, text, text, text)> const store_consultation_post{"consultations.store_post",
                                                                                             R"(
insert into post (thread_id, number, role, author_id, body, html, created_at, weight)
values ($1, $2, $3, $4, $5, $6, ($7 || ' 12:00+00')::timestamptz, nullif($8, ''))
returning id)"};

constinit command<id, id, text> const accept_consultation{"consultations.accept", R"(
insert into accepted_answer (thread_id, number, accepted_by, accepted_at)
values ($1, 2, $2, ($3 || ' 12:00+00')::timestamptz))"};

constinit command<id, id> const ask_about_consultation{"consultations.ask", R"(
insert into thread_validity (thread_id, asked_at, asked_by) values ($1, now(), $2))"};

constinit command<text, text, id, text> const note_consultation{"consultations.note", R"(
insert into import_origin (source, kind, old_id, new_id, digest) values ($1, 'consultation', $2, $3, decode($4, 'hex')))"};

}  // namespace plaza::domain::imports::sql
