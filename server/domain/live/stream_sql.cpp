// SPDX-License-Identifier: EUPL-1.2
#include "domain/live/stream_sql.hpp"

namespace plaza::domain::live::sql {

constinit command<> const listen{"live.listen", "listen plaza_event"};
constinit query<std::int64_t()> const publish{"live.publish", "select publish_events()"};
constinit query<std::int64_t()> const head{"live.head", "select position from event_head"};

constinit query<event_row(std::int64_t, int)> const after{"live.after", R"(
select e.position, e.kind, e.group_id, g.slug, e.thread_id, e.person_id, e.data
from event e left join plaza_group g on g.id = e.group_id
where e.position > $1 order by e.position limit $2)"};

constinit query<window_row()> const window{"live.window", R"(
select h.position, coalesce((select min(e.position) from event e), h.position + 1) from event_head h)"};

constinit query<group_row(std::int64_t)> const my_groups{
    "live.my_groups", "select v.group_id from readable_groups($1) v where v.role is not null"};

constinit query<event_row(std::int64_t, std::int64_t, std::int64_t, int)> const missed{"live.missed", R"(
select e.position, e.kind, e.group_id, g.slug, e.thread_id, e.person_id, e.data
from event e left join plaza_group g on g.id = e.group_id
where e.position > $2 and e.position <= $3 and e.kind not like 'access.%'
  and (e.person_id = $1
       or (e.person_id is null
           and e.group_id in (select v.group_id from readable_groups($1) v where v.role is not null)))
order by e.position limit $4)"};

constinit query<watch_row(std::int64_t, std::int64_t)> const may_watch{"live.may_watch", R"(
select t.group_id, v.role is not null, g.kind = 'open'
from thread t join readable_groups($1) v on v.group_id = t.group_id join plaza_group g on g.id = t.group_id
where t.id = $2)"};

constinit command<int, int> const prune{"live.prune", R"(
delete from event
where created_at < now() - $1::int * interval '1 minute'
  and position <= (select position from event_head) - $2)"};

}  // namespace plaza::domain::live::sql
