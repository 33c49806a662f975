// SPDX-License-Identifier: EUPL-1.2
#include "domain/merging/merging_sql.hpp"

namespace plaza::domain::merging::sql {

constinit query<standing_row(id, id)> const standing{"merging.standing", R"(
select p.id, p.status, p.network_role is not null, p.guest, p.name,
       coalesce((select c.email from credential c where c.person_id = p.id), ''), p.language
from person p where p.id in ($1, $2) order by p.id for no key update)"};

constinit query<text(id, id, id)> const preview{"merging.preview", R"(
select json_build_object(
    'gone', (select console_person_json(p) from person p where p.id = $2),
    'kept', (select console_person_json(p) from person p where p.id = $3),
    'threads', (select count(*) from thread t join readable_groups($1) v on v.group_id = t.group_id where t.author_id = $2),
    'posts', (select count(*) from post p join thread t on t.id = p.thread_id
              join readable_groups($1) v on v.group_id = t.group_id
              where p.author_id = $2 and p.deleted_at is null and p.role <> 'root'),
    'groups', (select count(*) from membership m join readable_groups($1) v on v.group_id = m.group_id where m.person_id = $2),
    'appointments', (select count(*) from appointment a where a.person_id = $2 and a.valid_to is null))::text)"};

constinit query<bool(id, id)> const merge{"merging.merge", "select merge_people($1, $2, false)"};

constinit query<bool(id, id, int)> const move_rest{"merging.move_rest", "select merge_people_rest($1, $2, $3)"};

constinit query<bool(int)> const writers_ended{"merging.writers_ended", "select writers_ended($1)"};

constinit query<bool(text, text, text, int)> const go_on_later{"merging.go_on_later",
                                                               "select enqueue_soon($1, $2, $3::jsonb, $4) is null"};

constinit query<open_row(id, id)> const open_mergers_of{"merging.open_mergers_of", R"(
select id, gone_id, kept_id from person_merger
where finished_at is null and (gone_id in ($1, $2) or kept_id in ($1, $2)) order by gone_id = $1 and kept_id = $2 desc)"};

constinit query<id(id, id, id, text)> const insert_merger{
    "merging.insert_merger",
    "insert into person_merger (gone_id, kept_id, by_id, reason) values ($1, $2, $3, $4) returning id"};

constinit query<merger_row(id)> const hold_merger{"merging.hold_merger", R"(
select m.gone_id, m.kept_id, m.by_id, p.network_role is not distinct from 'administrator' and p.status = 'active', m.reason, m.state
from person_merger m join person p on p.id = m.by_id where m.id = $1 and m.finished_at is null for update of m)"};

constinit command<id, text, std::optional<text>> const note_state{"merging.note_state", R"(
update person_merger set state = $2, refusal = $3, finished_at = case when $2 in ('done', 'refused') then now() end where id = $1)"};

// Whoever looks may know both accounts, as in the list of people; nothing of what was moved is counted.
#define PLAZA_MERGER                                                                                               \
    "json_build_object('id', m.id, 'gone', json_build_object('id', g.id, 'name', g.name),"                         \
    "'kept', json_build_object('id', k.id, 'name', k.name), 'by', b.name, 'state', m.state, 'refusal', m.refusal," \
    "'failing', m.finished_at is null and not exists (select from job j where j.kind = 'people.merge'"             \
    " and j.payload = to_jsonb(m.id) and j.failed_at is null and j.last_error is null),"                           \
    "'began_at', rfc3339(m.created_at), 'finished_at', rfc3339(m.finished_at))"
#define PLAZA_MERGERS \
    " from person_merger m join person g on g.id = m.gone_id join person k on k.id = m.kept_id join person b on b.id = m.by_id "

constinit query<text(id)> const shape{"merging.shape", "select " PLAZA_MERGER "::text" PLAZA_MERGERS "where m.id = $1"};

constinit query<text(int)> const last{"merging.last", R"(
select json_build_object('items', coalesce(json_agg(shape order by created_at desc, id desc), '[]'))::text
from (select m.id, m.created_at, )" PLAZA_MERGER " as shape" PLAZA_MERGERS R"(
      order by m.created_at desc, m.id desc limit $1) last)"};

constinit command<int> const forget_mergers{"merging.forget_mergers", R"(
delete from person_merger where finished_at < now() - $1::int * interval '1 day')"};

constinit query<id(text)> const mergers_without_job{"merging.mergers_without_job", R"(
select m.id from person_merger m
where m.finished_at is null
  and not exists (select from job j where j.kind = $1 and j.payload = to_jsonb(m.id) and j.failed_at is null)
order by m.id)"};

}  // namespace plaza::domain::merging::sql
