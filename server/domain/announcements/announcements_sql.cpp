// SPDX-License-Identifier: EUPL-1.2
#include "domain/announcements/announcements_sql.hpp"

namespace plaza::domain::announcements::sql {

constinit query<bool(id)> const speaks_for_network{
    "announcements.speaks_for_network",
    "select exists (select from person where id = $1 and network_role in ('administrator', 'network_host'))"};

constinit command<> const hold_network{"announcements.hold_network",
                                       "select pg_advisory_xact_lock(hashtext('announcements of the network'))"};

#define PLAZA_WAIT(of, days)                                                \
    "select ceil(extract(epoch from a.announced_at + " days                 \
    "::int * interval '1 day' - now()))::int from announcement a where " of \
    " and a.urgent_reason is null and a.announced_at > now() - " days       \
    "::int * interval '1 day' "                                             \
    "order by a.announced_at desc limit 1"

constinit query<int(id, int)> const wait_of_group{"announcements.wait_of_group",
                                                  PLAZA_WAIT("a.group_id = $1 and not a.network", "$2")};
constinit query<int(int)> const wait_of_network{"announcements.wait_of_network", PLAZA_WAIT("a.network", "$1")};

// The oldest of so many makes room when its day is over.
constinit query<int(id, bool, int)> const wait_of_urgent{"announcements.wait_of_urgent", R"(
select ceil(extract(epoch from a.announced_at + interval '1 day' - now()))::int from announcement a
where a.urgent_reason is not null and a.announced_at > now() - interval '1 day' and a.network = $2 and (a.network or a.group_id = $1)
order by a.announced_at desc offset $3 - 1 limit 1)"};

constinit command<id, id, bool, std::optional<text>, int> const insert{"announcements.insert", R"(
insert into announcement (thread_id, group_id, network, urgent_reason, until)
values ($1, $2, $3, $4, now() + $5::int * interval '1 day'))"};

constinit command<id, id> const acknowledge{
    "announcements.acknowledge",
    "insert into announcement_read (thread_id, person_id) values ($1, $2) on conflict do nothing"};

constinit query<bool(id, id)> const is_for{"announcements.is_for",
                                           "select exists (select from announced_to($1) f where f.thread_id = $2)"};

constinit query<told_row(id, id, int)> const to_tell{"announcements.to_tell", R"(
select r.person_id, t.author_id
from announcement_readers($1) r join thread t on t.id = $1
where r.person_id > $2
  and not exists (select from announcement_read d where d.thread_id = $1 and d.person_id = r.person_id)
order by r.person_id
limit $3)"};

constinit query<text(id, int)> const waiting{"announcements.waiting", R"(
with mine as materialized (
    select a.thread_id, a.network, a.urgent_reason, a.until,
           row_number() over (order by a.urgent_reason is null, a.announced_at desc, a.thread_id desc) as n
    from announced_to($1) f join announcement a on a.thread_id = f.thread_id
    where a.until > now()
      and not exists (select from announcement_read d where d.thread_id = a.thread_id and d.person_id = $1)
    order by n limit $2)
select concat('{"items":[', string_agg(concat('{"network":', json_bool(m.network), ',"urgent_reason":',
                coalesce(to_json(m.urgent_reason)::text, 'null'), ',"until":"', rfc3339(m.until), '","thread":', s.shape, '}'),
              ',' order by m.n), ']}')
from mine m join thread_shapes(array(select thread_id from mine), $1) s on s.id = m.thread_id)"};

constinit query<text(id, id, bool)> const read{"announcements.read", R"(
select json_build_object(
    'network', a.network, 'urgent_reason', a.urgent_reason, 'until', rfc3339(a.until),
    'for_me', exists (select from announced_to($1) f where f.thread_id = a.thread_id),
    'read_at', (select rfc3339(d.at) from announcement_read d where d.thread_id = a.thread_id and d.person_id = $1),
    'readers', case when $3 then (
        select json_build_object('read', count(d.person_id), 'of', count(*))
        from announcement_readers(a.thread_id) r
        left join announcement_read d on d.thread_id = a.thread_id and d.person_id = r.person_id) end)::text
from announcement a where a.thread_id = $2)"};

constinit query<readers_row(id, id, id, int)> const readers{"announcements.readers", R"(
select coalesce(json_agg(person_today(person_id) order by person_id) filter (where n <= $4), '[]')::text, count(*) > $4,
       max(person_id) filter (where n = $4)
from (
    select r.person_id, row_number() over (order by r.person_id) as n
    from announcement_readers($2) r
    join announcement_read d on d.thread_id = $2 and d.person_id = r.person_id
    where r.person_id > $3 and exists (
        select from thread t join readable_groups($1) v on v.group_id = t.group_id where t.id = $2)
    order by r.person_id
    limit $4 + 1) page)"};

}  // namespace plaza::domain::announcements::sql
