// SPDX-License-Identifier: EUPL-1.2
#include "domain/files/files_sql.hpp"

namespace plaza::domain::files::sql {

constinit query<id(id, ids)> const hold_loose{"files.hold_loose", R"(
select id from file where id = any ($2::bigint[]) and owner_id = $1 and post_id is null order by id for update)"};

#define PLAZA_NAMED "select f.id, f.state = 'ready', coalesce(f.width, 0), coalesce(f.height, 0), "

constinit query<named_row(id, ids, std::optional<id>)> const named{"files.named", PLAZA_NAMED R"(
       coalesce(f.post_id = $3::bigint, false) or (f.post_id is null and f.owner_id = $1), f.post_id is null
from file f
where f.id = any ($2::bigint[])
  and (f.post_id = $3::bigint or (f.post_id is null and f.owner_id = $1) or may_know_file($1, f)))"};

constinit query<named_row(id, ids)> const named_in_preview{"files.named_in_preview", PLAZA_NAMED R"(
       true, f.post_id is null
from file f where f.id = any ($2::bigint[]) and (f.owner_id = $1 or may_read_file($1, f)))"};

constinit query<named_row(id, ids)> const named_of_post{"files.named_of_post", PLAZA_NAMED R"(
       true, false
from file f where f.id = any ($2::bigint[]) and f.post_id = $1)"};

constinit query<bool(id, text)> const in_history{"files.in_history", R"(
select exists (select from post_revision where post_id = $1 and position('/files/' || $2::text in body) > 0))"};

constinit query<id(id, ids)> const bytes_with{"files.bytes_with", R"(
select (coalesce((select sum(size) from file where group_id = $1), 0)
        + coalesce((select sum(size) from file where id = any ($2::bigint[])), 0))::bigint)"};

constinit command<id, ids> const attach{"files.attach", R"(
update file set post_id = $1, attached_at = now(), shown = true where id = any ($2::bigint[]) and post_id is null)"};

constinit command<id, ids> const show{"files.show", R"(
update file set shown = id = any ($2::bigint[]) where post_id = $1 and shown <> (id = any ($2::bigint[])))"};

constinit query<used_row(id)> const used{"files.used", R"(
select coalesce(sum(size), 0)::bigint, count(*) filter (where post_id is null)::int
from file where owner_id = $1 and state <> 'refused')"};

constinit query<id(id, id, text, text, id, std::optional<int>, std::optional<int>, text, text)> const add{"files.add",
                                                                                                          R"(
insert into file (owner_id, name, kind, size, width, height, stored, state)
select p.id, $3, $4, $5, $6, $7, $8, $9
from person p join session s on s.person_id = p.id
where p.id = $1 and p.status = 'active' and s.id = $2
returning id)"};

constinit query<id(id, text, text, id, std::optional<int>, std::optional<int>, text, text)> const add_brought{
    "files.add_brought", R"(
insert into file (owner_id, name, kind, size, width, height, stored, state)
values ($1, $2, $3, $4, $5, $6, $7, $8) returning id)"};

constinit query<text(id)> const shape{"files.shape", "select file_with_state(f)::text from file f where f.id = $1"};
constinit query<text(id, id)> const own_shape{"files.own_shape", R"(
select file_with_state(f)::text from file f where f.id = $2 and f.owner_id = $1 and may_know_file($1, f))"};

constinit query<read_row(id, id)> const readable{"files.readable", R"(
select f.name, f.kind, f.stored, f.width is not null from file f where f.id = $2 and may_read_file($1, f))"};

constinit query<list_row(id, std::optional<id>, std::optional<id>, int)> const list{"files.list", R"(
select coalesce(json_agg(json_build_object(
           'file', file_shape(k.file), 'number', k.number, 'thread', json_build_object('id', k.thread_id, 'title', k.title),
           'author', person_ref(k.author_id, k.author_name, '', null, null, null, k.author_photo),
           'attached_at', rfc3339(k.attached_at)) order by k.n) filter (where k.n <= $4), '[]')::text,
       count(*) > $4, max(k.at) filter (where k.n = $4), max(k.id) filter (where k.n = $4)
from (
    select f as file, f.id, f.attached_at, p.number, t.id as thread_id, t.title, a.id as author_id,
           a.name as author_name, a.shown_photo as author_photo,
           (extract(epoch from f.attached_at) * 1000000)::bigint as at,
           row_number() over (order by f.attached_at desc, f.id desc) as n
    from file f
    join post p on p.id = f.post_id
    join thread t on t.id = p.thread_id
    join person a on a.id = f.owner_id
    where f.group_id = $1 and f.shown and f.state = 'ready' and p.deleted_at is null and t.group_id = $1
      and (f.attached_at, f.id) <
          (coalesce(timestamptz 'epoch' + $2::bigint * interval '1 microsecond', 'infinity'), coalesce($3::bigint, 0))
    order by f.attached_at desc, f.id desc
    limit $4 + 1) k)"};

constinit query<place_row(id, id)> const place{
    "files.place", "select f.owner_id, f.post_id, may_read_file($1, f) from file f where f.id = $2"};

constinit command<id> const drop{"files.drop", "delete from file where id = $1"};

constinit query<hung_row(id)> const where_hung{"files.where_hung", R"(
select f.post_id, p.thread_id from file f left join post p on p.id = f.post_id where f.id = $1 and f.state = 'checking')"};
constinit query<id(id)> const hold_post{"files.hold_post",
                                        "select thread_id from post where id = $1 and deleted_at is null for update"};
constinit query<id(id, text, std::optional<id>)> const settle{"files.settle", R"(
update file set state = $2 where id = $1 and state = 'checking' and post_id is not distinct from $3 returning id)"};

constinit query<refused_row(id)> const of_whom{"files.of_whom", R"(
select f.owner_id, f.name, p.thread_id from file f left join post p on p.id = f.post_id where f.id = $1)"};

constinit query<waiting_row(id)> const waiting{"files.waiting",
                                               "select stored, size from file where id = $1 and state = 'checking'"};

constinit command<int> const forget_loose{"files.forget_loose", R"(
with old as materialized (
    select id, owner_id from file where post_id is null and created_at < now() - make_interval(hours => $1::int)),
drafted as materialized (
    select o.owner_id, d.file from (select distinct owner_id from old) o cross join files_in_drafts(o.owner_id) d(file))
delete from file f using old o
where f.id = o.id and f.post_id is null
  and not exists (select from drafted d where d.owner_id = o.owner_id and d.file = o.id))"};

constinit query<text(int)> const doomed{"files.doomed", "select stored from file_doomed limit $1"};
constinit command<ids> const forget_doomed{"files.forget_doomed",
                                           "delete from file_doomed where stored = any ($1::text[])"};
constinit query<text(ids)> const known{
    "files.known", "select stored from file where stored = any ($1::text[]) and state <> 'refused'"};

constinit query<text(ids)> const known_or_doomed{"files.known_or_doomed", R"(
select stored from file where stored = any ($1::text[]) and state <> 'refused'
union select stored from file_doomed where stored = any ($1::text[]))"};
constinit query<quarantine_row()> const quarantine{"files.quarantine", R"(
select count(*), coalesce(extract(epoch from now() - min(created_at)), 0)::bigint from file where state = 'checking')"};
constinit query<id(int)> const some_waiting{"files.some_waiting",
                                            "select id from file where state = 'checking' order by id limit $1"};
constinit query<lying_row(id, int)> const lying{"files.lying", R"(
select id, stored, size, width is not null from file where id > $1 and state <> 'refused' order by id limit $2)"};

}  // namespace plaza::domain::files::sql
