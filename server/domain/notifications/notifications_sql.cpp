// SPDX-License-Identifier: EUPL-1.2
#include "domain/notifications/notifications_sql.hpp"

namespace plaza::domain::notifications::sql {

constinit query<told_row(id, text, std::optional<id>, std::optional<id>, std::optional<id>, std::optional<int>, text,
                         int)> const tell{
    "notifications.tell",
    "select t.group_id, t.data from tell_notification($1, $2, $3::bigint, $4::bigint, $5::bigint, $6::int, $7::jsonb, $8) t"};

constinit query<list_row(id, std::optional<id>, std::optional<id>, int)> const list{"notifications.list", R"(
select coalesce(json_agg(notification_json(r) order by n) filter (where n <= $4), '[]')::text, count(*) > $4,
       (select count(*) from (select from visible_notifications($1) u where u.read_at is null limit 100) unread)::int,
       max((extract(epoch from r.renewed_at) * 1000000)::bigint) filter (where n = $4), max(r.id) filter (where n = $4)
from (
    select v.id, row_number() over (order by v.renewed_at desc, v.id desc) as n
    from visible_notifications($1) v
    where (v.renewed_at, v.id) <
          (coalesce(timestamptz 'epoch' + $2::bigint * interval '1 microsecond', 'infinity'), coalesce($3::bigint, 0))
    order by v.renewed_at desc, v.id desc
    limit $4 + 1) page
join notification_row r on r.id = page.id)"};

constinit query<bool(id, id)> const visible{
    "notifications.visible", "select exists (select from visible_notifications($1) v where v.id = $2)"};

// What cannot be seen now was not counted and is not told; it is read all the same.
#define PLAZA_TELL_READ(of)                                                                                        \
    "with seen as materialized (select v.id from visible_notifications($1) v), "                                   \
    "changed as (update notification n set read_at = now() where n.person_id = $1 and n.read_at is null and " of   \
    " returning n.id) "                                                                                            \
    "select r.group_id, r.thread_id, (notification_event_data(r.id, -1)::jsonb || jsonb_build_object("              \
    "'notification', notification_json(r)::jsonb || '{\"read\":true}'))::text "                                      \
    "from changed c join seen s on s.id = c.id join notification_row r on r.id = c.id"

constinit query<read_row(id, id)> const mark_read{"notifications.mark_read", PLAZA_TELL_READ("n.id = $2")};

constinit query<read_row(id, id, int)> const mark_thread_read{
    "notifications.mark_thread_read",
    PLAZA_TELL_READ("n.thread_id = $2 and n.numbers <> '{}' and $3::int >= all (n.numbers)")};

// Readers know the moment to the millisecond.
constinit query<text(id, id)> const mark_all_read{"notifications.mark_all_read", R"(
with changed as (
    update notification n set read_at = now()
    where n.person_id = $1 and n.read_at is null
      and date_trunc('milliseconds', n.renewed_at) <= timestamptz 'epoch' + $2::bigint * interval '1 microsecond'
    returning 1)
select json_build_object('up_to', rfc3339(timestamptz 'epoch' + $2::bigint * interval '1 microsecond'))::text
where exists (select from changed))"};

constinit command<int> const prune{
    "notifications.prune", "delete from notification where renewed_at < now() - $1::int * interval '1 day'"};

}  // namespace plaza::domain::notifications::sql
