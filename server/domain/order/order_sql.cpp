// SPDX-License-Identifier: EUPL-1.2
#include "domain/order/order_sql.hpp"

namespace plaza::domain::order::sql {

constinit command<id, id> const close{
    "order.close", "update thread set closed_at = now(), closed_by = $2 where id = $1 and closed_by is null"};
constinit query<id(id)> const closed_by{"order.closed_by",
                                        "select closed_by from thread where id = $1 and closed_by is not null"};
constinit command<id> const reopen{
    "order.reopen", "update thread set closed_at = null, closed_by = null where id = $1 and closed_by is not null"};

constinit command<id, id> const wait_again{"order.wait_again", R"(
insert into question_reopened (thread_id)
select t.id from thread t
where t.id = $1 and t.kind = 'question' and not t.solved
  and (t.closed_by <> $2 or t.closed_at < now() - interval '10 minutes')
on conflict (thread_id) do update set at = excluded.at)"};
constinit command<id> const drop_duplicate{"order.drop_duplicate",
                                           "delete from question_duplicate where thread_id = $1"};
// One at a time: two at once would each find no way back, and lead round together.
constinit command<> const hold_duplicates{
    "order.hold_duplicates", "select pg_advisory_xact_lock(hashtextextended('plaza duplicate questions', 0))"};
constinit query<duplicate_row(id, id, int)> const duplicate{"order.duplicate", R"(
select o.group_id = t.group_id or readers_within(t.group_id, o.group_id), question_leads_to(o.id, t.id, $3),
       (select d.said_by from question_duplicate d where d.thread_id = t.id),
       (select d.of_thread_id from question_duplicate d where d.thread_id = t.id)
from thread t, thread o where t.id = $1 and o.id = $2)"};
constinit command<id, id, id> const say_duplicate{"order.say_duplicate", R"(
insert into question_duplicate (thread_id, of_thread_id, said_by) values ($1, $2, $3)
on conflict (thread_id) do update set of_thread_id = excluded.of_thread_id, said_by = excluded.said_by, at = excluded.at)"};
constinit command<id, id, id, text> const act_duplicate{
    "order.act_duplicate",
    "insert into thread_act (thread_id, kind, other_id, actor_id, reason) values ($1, 'duplicate', $2, $3, $4)"};

constinit query<bool(id, id)> const readers_within{"order.readers_within", "select readers_within($1, $2)"};
constinit command<id, id> const move{"order.move", "update thread set group_id = $2 where id = $1"};
constinit command<id, id, id> const tell_gone{"order.tell_gone", "select tell_thread_gone($1, $2, $3)"};
constinit query<bool(id, id)> const reads{
    "order.reads",
    "select exists (select from thread t join readable_groups($1) v on v.group_id = t.group_id where t.id = $2)"};
constinit query<text(id)> const title{"order.title", "select title from thread where id = $1"};
constinit command<id, id, id, text> const act_moved{
    "order.act_moved",
    "insert into thread_act (thread_id, kind, group_id, actor_id, reason) values ($1, 'moved', $2, $3, $4)"};
constinit query<text(id, id)> const destinations{"order.destinations", R"(
select coalesce(json_agg(json_build_object('slug', g.slug, 'name', g.name, 'kind', g.kind) order by fold(g.name), g.id), '[]')::text
from thread t
join membership m on m.person_id = $1 and m.group_id <> t.group_id
join plaza_group g on g.id = m.group_id and g.archived_at is null
where t.id = $2 and (g.who_starts = 'members' or m.role in ('moderator', 'owner')) and readers_within(g.id, t.group_id))"};

constinit query<bool(id, id)> const both_show{
    "order.both_show",
    "select count(*) = 2 from thread_share where thread_id in ($1, $2) and source_id not in ($1, $2)"};
constinit query<int(id, id, int)> const merge{"order.merge", "select merge_threads($1, $2, $3)"};
constinit command<id, id, text, text, int> const act_merged{"order.act_merged", R"(
insert into thread_act (thread_id, kind, actor_id, reason, title, numbers) values ($1, 'merged', $2, $3, $4, array[$5::int]))"};
constinit query<bool(id, text)> const there{"order.there", R"(
select not exists (select from json_array_elements_text($2::json) n
                   where not exists (select from post p where p.thread_id = $1 and p.number = n::int and p.deleted_at is null)))"};
constinit query<id(id, text, text, text)> const make_beside{"order.make_beside", R"(
insert into thread (group_id, kind, title, language, author_id, author_position, author_administration_id, created_at, last_activity_at)
select t.group_id, $3, $4, t.language, p.author_id, p.author_position, p.author_administration_id, p.created_at, p.created_at
from thread t
join post p on p.thread_id = t.id and p.number = (select min(n::int) from json_array_elements_text($2::json) n)
where t.id = $1
returning id)"};
constinit query<text(id, id, text, int)> const split{
    "order.split",
    "select to_json(split_thread($1, $2, array(select n::int from json_array_elements_text($3::json) n), $4))::text"};
constinit command<id, text, id, text, id, text> const act_split{"order.act_split", R"(
insert into thread_act (thread_id, kind, actor_id, reason, other_id, numbers)
values ($1, $2, $3, $4, $5, array(select n::int from json_array_elements_text($6::json) n)))"};
constinit query<person_row(id)> const authors{
    "order.authors", "select distinct author_id from post where thread_id = $1 and deleted_at is null order by 1"};

}  // namespace plaza::domain::order::sql
