// SPDX-License-Identifier: EUPL-1.2
#include "domain/notifications/notifications_sql.hpp"

namespace plaza::domain::notifications::sql {

constinit query<told_row(id, text, std::optional<id>, std::optional<id>, std::optional<id>, std::optional<int>, text,
                         int)> const tell{
    "notifications.tell",
    "select t.group_id, t.data from tell_notification($1, $2, $3::bigint, $4::bigint, $5::bigint, $6::int, $7::jsonb, $8) t"};

constinit query<bool(id, text, id, id)> const better_by_name{"notifications.better_by_name",
                                                             "select better_by_name($1, $2, $3, $4)"};

constinit query<list_row(id, std::optional<id>, std::optional<id>, int)> const list{"notifications.list", R"(
select coalesce(json_agg(notification_json(r) order by n) filter (where n <= $4), '[]')::text, count(*) > $4,
       (select count(*) from (select from visible_notices($1) u where u.read_at is null limit 100) unread)::int,
       max((extract(epoch from r.renewed_at) * 1000000)::bigint) filter (where n = $4), max(r.id) filter (where n = $4)
from (
    select v.id, row_number() over (order by v.renewed_at desc, v.id desc) as n
    from visible_notices($1) v
    where (v.renewed_at, v.id) <
          (coalesce(timestamptz 'epoch' + $2::bigint * interval '1 microsecond', 'infinity'), coalesce($3::bigint, 0))
    order by v.renewed_at desc, v.id desc
    limit $4 + 1) page
join notification_row r on r.id = page.id)"};

constinit query<bool(id, id)> const visible{"notifications.visible",
                                            "select exists (select from visible_notices($1) v where v.id = $2)"};

// What cannot be seen now was not counted and is not told; it is read all the same.
#define PLAZA_TELL_READ(of)                                                                                      \
    "with seen as materialized (select v.id from visible_notices($1) v where v.read_at is null), "               \
    "changed as (update notification n set read_at = now() where n.person_id = $1 and n.read_at is null and " of \
    " returning n.id) "                                                                                          \
    "select r.group_id, r.thread_id, (notification_event_data(r.id, -1)::jsonb || jsonb_build_object("           \
    "'notification', notification_json(r)::jsonb || '{\"read\":true}'))::text "                                  \
    "from changed c join seen s on s.id = c.id join notification_row r on r.id = c.id"

// Held before they are told: who waits for one that is being renewed would tell of it as it was before.
#define PLAZA_HOLD(of)                                                                                                \
    "with held as materialized (select n.id from notification n where n.person_id = $1 and n.read_at is null and " of \
    " order by n.id for update) select count(*) from held"

constinit query<std::int64_t(id, id)> const hold{"notifications.hold", PLAZA_HOLD("n.id = $2")};

constinit query<std::int64_t(id, id)> const hold_of_thread{"notifications.hold_of_thread",
                                                           PLAZA_HOLD("n.thread_id = $2")};

constinit query<read_row(id, id)> const mark_read{"notifications.mark_read", PLAZA_TELL_READ("n.id = $2")};

constinit query<read_row(id, id, int)> const mark_thread_read{
    "notifications.mark_thread_read",
    PLAZA_TELL_READ(
        "n.thread_id = $2 and (n.numbers <> '{}' and $3::int >= all (fresh_numbers(n.numbers, n.times)) or n.cause in "
        "('thread_closed', 'thread_reopened', 'thread_moved'))")};

// Readers know the moment to the millisecond.
constinit query<text(id, id)> const mark_all_read{"notifications.mark_all_read", R"(
with changed as (
    update notification n set read_at = now()
    where n.person_id = $1 and n.read_at is null
      and date_trunc('milliseconds', n.renewed_at) <= timestamptz 'epoch' + $2::bigint * interval '1 microsecond'
    returning 1)
select json_build_object('up_to', rfc3339(timestamptz 'epoch' + $2::bigint * interval '1 microsecond'))::text
where exists (select from changed))"};

constinit query<class_row()> const classes{"notifications.classes",
                                           "select c.class, c.app_fixed from notice_classes() c order by c.place"};

constinit query<bool(text)> const within_a_year{"notifications.within_a_year", "select $1::date <= current_date + 366"};

constinit query<text(id)> const settings{"notifications.settings", "select notice_settings_json($1)"};

constinit query<bool(id, text, text, int, int, text, text, std::optional<text>)> const settle{"notifications.settle",
                                                                                              R"(
select settle_notices($1, $2::text[], $3::text[], $4::int, $5::int, $6::smallint[], $7, $8::date) is null)"};

constinit command<int> const prune{"notifications.prune",
                                   "delete from notification where renewed_at < now() - $1::int * interval '1 day'"};

// Who said so of the group, and of later posts who said so of the thread or follows it.
#define PLAZA_WANTING(thread, number)                                                \
    "select m.person_id from thread t join membership m on m.group_id = t.group_id " \
    "where t.id = " thread                                                           \
    " and m.level in ('everything', 'questions') "                                   \
    "and (m.level = 'everything' or " number                                         \
    " = 1 and t.kind = 'question') "                                                 \
    "and not (" number                                                               \
    " = 1 and t.kind = 'announcement') "                                             \
    "union select l.person_id from thread_level l where l.thread_id = " thread       \
    " and l.level = 'everything' and " number                                        \
    " > 1 union select f.person_id from thread_follow f where f.thread_id = " thread " and " number " > 1"

constinit query<bool(id, int)> const anybody_wants{"notifications.anybody_wants",
                                                   "select exists (" PLAZA_WANTING("$1", "$2::int") ")"};

// Whatever is written later, and so also what is changed.
constinit query<bool(id)> const anybody_follows{"notifications.anybody_follows",
                                                "select exists (" PLAZA_WANTING("$1", "2") ")"};
// Whoever asked was told of the accepted answer with its change.
constinit query<person_row(id, int, id, int)> const who_follows{
    "notifications.who_follows", "select w.person_id from (" PLAZA_WANTING("$1", "2") R"() w
where w.person_id > $3
  and not exists (select from accepted_answer a join thread t on t.id = a.thread_id
                  where a.thread_id = $1 and a.number = $2::int and t.author_id = w.person_id)
order by w.person_id
limit $4)"};

constinit query<post_row(id, int)> const post_to_tell{"notifications.post_to_tell", R"(
select case when p.number > 1 then 'new_post' when t.kind = 'question' then 'new_question' else 'new_thread' end,
       p.author_id
from post p join thread t on t.id = p.thread_id
where p.thread_id = $1 and p.number = $2 and p.deleted_at is null for share of p)"};

constinit query<person_row(id, int, id, int)> const who_wants{
    "notifications.who_wants", "select w.person_id from (" PLAZA_WANTING("$1", "$2::int") R"() w
where w.person_id > $3
  and not exists (select from notification n
                  where n.person_id = w.person_id and n.thread_id = $1 and $2::int = any (n.numbers))
  and not exists (select from thread_read r where r.person_id = w.person_id and r.thread_id = $1 and r.number >= $2::int)
order by w.person_id
limit $4)"};

}  // namespace plaza::domain::notifications::sql
