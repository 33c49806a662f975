// SPDX-License-Identifier: EUPL-1.2
#include "domain/drafts/publication_sql.hpp"

namespace plaza::domain::drafts::sql {

constinit command<> const savepoint{"drafts.savepoint", "savepoint trial"};
constinit command<> const back_to_savepoint{"drafts.back_to_savepoint", "rollback to savepoint trial"};

// The time that it has already stays possible until it comes: a text is put right at the last moment.
constinit query<time_row(id, text, id, int, int)> const time{"drafts.time", R"(
select w.at < now() + $4::int * interval '1 second'
           and not exists (select from draft_publication p
                           where p.person_id = $1 and p.place = $2 and p.refused is null and p.publish_at > now()
                             and date_trunc('milliseconds', p.publish_at) = w.at),
       w.at > now() + $5::int * interval '1 day'
from (select timestamptz 'epoch' + $3::bigint * interval '1 microsecond' as at) w)"};

// As it is held by who writes in it.
constinit command<id> const hold_group{"drafts.hold_group", "select 1 from plaza_group where id = $1 for key share"};
constinit command<id, text> const hold_its_group{"drafts.hold_its_group", R"(
select 1 from plaza_group g
where g.id = (select p.group_id from draft_publication p where p.person_id = $1 and p.place = $2) for key share)"};

constinit query<text(id)> const slug{"drafts.slug", "select slug from plaza_group where id = $1"};

constinit query<before_row(id, text)> const before{"drafts.before", R"(
select d.version, d.ended, not d.ended and coalesce(p.version = d.version and p.first_version = d.version, false)
from draft d left join draft_publication p on p.person_id = d.person_id and p.place = d.place
where d.person_id = $1 and d.place = $2)"};

constinit command<id, text, id, id, text, text, id, bool, id> const schedule{"drafts.schedule", R"(
insert into draft_publication (person_id, place, publish_at, group_id, way, request, version, first_version, session_id)
values ($1, $2, timestamptz 'epoch' + $3::bigint * interval '1 microsecond', $4, $5, $6::json, $7::bigint, case when $8::boolean then $7::bigint end, $9)
on conflict (person_id, place) do update
    set publish_at = excluded.publish_at, group_id = excluded.group_id, way = excluded.way, request = excluded.request,
        version = excluded.version, first_version = excluded.first_version, session_id = excluded.session_id,
        refused = null, told = false)"};

constinit query<standing_publication(id, text, bool)> const standing_at{"drafts.standing_at", R"(
select g.slug, p.way, p.request::text, p.version
from draft_publication p
join draft d on d.person_id = p.person_id and d.place = p.place and not d.ended
join plaza_group g on g.id = p.group_id
where p.person_id = $1 and p.place = $2 and (not $3::boolean or (p.refused is null and p.publish_at <= now())))"};

// What was typed into it after it was confirmed stays as a draft like others.
constinit command<id, text, id> const published{"drafts.published", R"(
with gone as (delete from draft_publication where person_id = $1 and place = $2)
update draft set ended = true, fields = '{}', page = '', saved_at = now()
where person_id = $1 and place = $2 and version <= $3)"};

constinit command<id, text> const unschedule{"drafts.unschedule",
                                             "delete from draft_publication where person_id = $1 and place = $2"};

constinit command<id, text> const touch{"drafts.touch",
                                        "update draft set saved_at = now() where person_id = $1 and place = $2"};

constinit command<id, text, text> const refuse{
    "drafts.refuse", "update draft_publication set refused = $3::json where person_id = $1 and place = $2"};

constinit query<bool(id)> const session_stands{"drafts.session_stands",
                                               "select exists (select from session where id = $1)"};

#define PLAZA_STOP(of)                                                                                         \
    "with stopped as (update draft_publication p set refused = '{\"type\":\"sessions_ended\",\"errors\":{}}' " \
    "from draft e where p.person_id = $1 and p.refused is null and " of                                        \
    " and e.person_id = p.person_id and e.place = p.place and not e.ended returning p.person_id, p.place) "    \
    "update draft d set saved_at = now() from stopped s where (d.person_id, d.place) = (s.person_id, s.place)"

constinit command<id, id> const session_ended{"drafts.session_ended", PLAZA_STOP("p.session_id = $2")};

constinit command<id, id> const sessions_ended{"drafts.sessions_ended", PLAZA_STOP("p.session_id is distinct from $2")};

constinit query<due_row(int)> const due{"drafts.due", R"(
select p.person_id, p.place
from draft_publication p
join draft d on d.person_id = p.person_id and d.place = p.place and not d.ended
where p.refused is null and p.publish_at <= now() order by p.publish_at limit $1)"};

constinit query<refused_row()> const to_tell{"drafts.to_tell", R"(
update draft_publication p set told = true
from person q
where p.refused is not null and not p.told and q.id = p.person_id and q.status = 'active'
returning p.person_id, coalesce(p.request ->> 'title', ''), coalesce(p.refused ->> 'type', ''))"};

}  // namespace plaza::domain::drafts::sql
