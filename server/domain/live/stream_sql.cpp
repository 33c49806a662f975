// SPDX-License-Identifier: EUPL-1.2
#include "domain/live/stream_sql.hpp"

namespace plaza::domain::live::sql {

constinit command<> const listen{"live.listen", "listen plaza_event"};
constinit query<std::int64_t()> const publish{"live.publish", "select publish_events()"};
constinit query<std::int64_t()> const head{"live.head", "select position from event_head"};

// What is told of a membership, or of what closed or is hidden now, carries the address that the group had then: who left before it
// became hidden, or watched what was open, does not learn where it went.
#define PLAZA_SLUG_TOLD \
    "case when p.kind in ('membership.changed', 'group.closed') then p.slug when g.kind = 'hidden' then coalesce(p.slug, g.slug) else g.slug end"

// Their sizes alone are added up; texts are read for those that fit.
#define PLAZA_EVENTS(condition, limit, bytes_left)                                                 \
    "select p.position, p.more, p.kind, p.group_id, " PLAZA_SLUG_TOLD                              \
    ", p.thread_id, p.person_id, p.data from ("                                                    \
    "select e.*, row_number() over w as n, sum(octet_length(e.data)) over w as bytes, "            \
    "lead(e.position) over w is not null as more from event e where " condition                    \
    " window w as (order by e.position rows unbounded preceding) order by e.position limit " limit \
    ") p "                                                                                         \
    "left join plaza_group g on g.id = p.group_id where p.n = 1 or p.bytes <= " bytes_left " order by p.position"

constinit query<event_row(std::int64_t, int, std::int64_t)> const after{"live.after",
                                                                        PLAZA_EVENTS("e.position > $1", "$2", "$3")};

constinit query<std::int64_t()> const oldest{"live.oldest", R"(
select coalesce((select min(e.position) from event e), h.position + 1) from event_head h)"};

constinit query<group_row(std::int64_t)> const my_groups{"live.my_groups", R"(
select v.group_id from readable_groups($1) v where v.role is not null
union all select 0 from person p where p.id = $1 and not p.guest)"};

// A notice, and what was read elsewhere, tell of what may not be seen any more when they are read up again.
// That a group has closed, who read it for being open alone.
#define PLAZA_MISSED(or_else)                                                                                   \
    PLAZA_EVENTS(                                                                                               \
        "e.position > $2 and e.position <= $3 and e.kind not like 'access.%' and ((e.person_id = $1 and "       \
        "(e.kind = 'membership.changed' or may_be_told($1, e.group_id, e.thread_id is not null))) or "          \
        "(e.kind = 'group.closed' and exists (select from person p where p.id = $1 and not p.guest) and "       \
        "e.group_id not in (select v.group_id from readable_groups($1) v)) or "                                 \
        "(e.person_id is null and e.kind <> 'group.closed' and "                                                \
        "(e.group_id in (select v.group_id from readable_groups($1) v where v.role is not null)" or_else ")))", \
        "$4", "$5")

constinit query<event_row(std::int64_t, std::int64_t, std::int64_t, int, std::int64_t)> const missed{"live.missed",
                                                                                                     PLAZA_MISSED("")};

// Groups are asked for once more: one of them may have closed since the threads were.
constinit query<event_row(std::int64_t, std::int64_t, std::int64_t, int, std::int64_t, std::string)> const
    missed_watching{
        "live.missed_watching",
        PLAZA_MISSED(
            " or (e.thread_id = any($6::bigint[]) and e.group_id in (select v.group_id from readable_groups($1) v))")};

constinit query<watch_row(std::int64_t, std::int64_t)> const may_watch{"live.may_watch", R"(
select t.group_id, v.role is not null, g.kind = 'open'
from thread t join readable_groups($1) v on v.group_id = t.group_id join plaza_group g on g.id = t.group_id
where t.id = $2)"};

constinit command<int, int> const prune{"live.prune", R"(
delete from event
where position <= (select position from event_head) - $2
  and position < coalesce((select min(position) from event where created_at >= now() - $1::int * interval '1 minute'),
                          9223372036854775807))"};

}  // namespace plaza::domain::live::sql
