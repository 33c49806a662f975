// SPDX-License-Identifier: EUPL-1.2
#include "domain/unread/unread_sql.hpp"

namespace plaza::domain::unread::sql {

// What was opened before, and what is new of late, each gets its mark; of the rest the membership says that it is read.
// That ends a minute ago: what is being written with an earlier time than others comes into sight after them.
constinit query<text(id, std::optional<id>, id, int)> const mark_all{"unread.mark_all", R"(
with moment as materialized (
    select least(now(), timestamptz 'epoch' + $3::bigint * interval '1 microsecond' + interval '1 millisecond') as at
), place as materialized (
    select v.group_id, m.since, greatest(m.since, m.read_until, now() - $4::int * interval '1 day') as new_since
    from readable_groups($1) v
    left join membership m on m.group_id = v.group_id and m.person_id = $1
    where $2::bigint is null or v.group_id = $2::bigint
), unread as materialized (
    select t.id, t.next_number, t.last_activity_at
    from thread_read r join thread t on t.id = r.thread_id join place p on p.group_id = t.group_id
    where r.person_id = $1 and r.number < t.next_number - 1
    union all
    select t.id, t.next_number, t.last_activity_at
    from place p join thread t on t.group_id = p.group_id and t.last_activity_at >= p.new_since
    where p.since is not null
      and not exists (select from thread_read r where r.person_id = $1 and r.thread_id = t.id)
), reached as materialized (
    -- Whoever reads knows times to the millisecond.
    select u.id, case when u.last_activity_at < moment.at then u.next_number - 1
                      else (select w.number from post w where w.thread_id = u.id and w.created_at < moment.at
                            order by w.number desc limit 1) end as number
    from unread u cross join moment
), marked as (
    insert into thread_read (person_id, thread_id, number)
    select $1, r.id, r.number from reached r where r.number > 0 order by r.id
    on conflict (person_id, thread_id) do update set number = excluded.number, read_at = now()
    where thread_read.number < excluded.number
    returning 1
), passed as (
    update membership m set read_until = least(moment.at, now() - interval '1 minute')
    from place p cross join moment
    where m.group_id = p.group_id and m.person_id = $1
      and greatest(m.since, m.read_until) < least(moment.at, now() - $4::int * interval '1 day')
    returning 1
)
select json_build_object('up_to', rfc3339(moment.at - interval '1 millisecond'))::text
from moment
where exists (select from marked) or exists (select from passed))"};

constinit query<text(id, int, int)> const list{"unread.list", R"(
select json_build_object('groups', coalesce(json_agg(json_build_object('group', g.slug, 'threads', u.threads) order by g.slug)
                                            filter (where u.threads <> '{}'), '[]'))::text
from membership m
join readable_groups($1) v on v.group_id = m.group_id
join plaza_group g on g.id = m.group_id
cross join lateral (
    select array(select t.id
                 from thread t left join thread_read r on r.thread_id = t.id and r.person_id = $1
                 where t.group_id = m.group_id and t.last_activity_at > now() - $2::int * interval '1 day'
                   and unread_count(t.next_number, r.number, t.last_activity_at, greatest(m.since, m.read_until)) > 0
                 order by t.last_activity_at desc, t.id desc limit $3) as threads) u
where m.person_id = $1)"};

}  // namespace plaza::domain::unread::sql
