// SPDX-License-Identifier: EUPL-1.2
#include "domain/routing/routing_sql.hpp"

namespace plaza::domain::routing::sql {

// Those of the network are seven working days later (decision.hpp: network_days).
constinit query<bool(id)> const begin{"routing.begin", R"(
with begun as (
    insert into question_routing (thread_id, hosts_due_at, network_due_at, next_at)
    select t.id, solution_moment(t.id, now(), g.solution_days), solution_moment(t.id, now(), 7), null
    from thread t join plaza_group g on g.id = t.group_id
    where t.id = $1 and t.kind = 'question' and not g.practice
    on conflict do nothing
    returning 1)
select exists (select from begun))"};
constinit command<> const hold{"routing.hold", "select pg_advisory_xact_lock(hashtext('plaza.routing'))"};

constinit query<standing_row(id)> const standing{"routing.standing", R"(
select awaits_answer(t) and g.archived_at is null and not g.practice,
       (select count(*)::integer from question_ask k where k.thread_id = t.id),
       (select count(*)::integer from question_ask k where k.thread_id = t.id and k.said is null),
       (extract(epoch from r.hosts_due_at) * 1000000)::bigint, (extract(epoch from r.network_due_at) * 1000000)::bigint,
       r.asked_at is not null, r.hosts_asked_at is not null, r.network_asked_at is not null,
       (extract(epoch from now()) * 1000000)::bigint
from question_routing r join thread t on t.id = r.thread_id join plaza_group g on g.id = t.group_id
where r.thread_id = $1)"};

constinit query<question_row(id)> const question{"routing.question",
                                                 "select author_id, title from thread where id = $1"};
constinit query<candidate_row(id, text, text)> const candidates{
    "routing.candidates",
    "select person_id, evidence::text, town, asked_lately, weekly, away, declined "
    "from routing_candidates($1, $2::bigint[], $3::double precision[])"};
constinit command<id, id, text> const ask{
    "routing.ask", "insert into question_ask (thread_id, person_id, why) values ($1, $2, $3::jsonb)"};
constinit command<id> const asked{
    "routing.asked",
    "update question_routing set asked_at = coalesce(asked_at, now()), next_at = hosts_due_at where thread_id = $1"};
constinit command<id> const nobody{"routing.nobody",
                                   R"(
update question_routing r set nobody_at = now(), hosts_due_at = least(r.hosts_due_at, solution_moment(r.thread_id, now(), 1)),
    next_at = least(r.hosts_due_at, solution_moment(r.thread_id, now(), 1))
where r.thread_id = $1 and r.nobody_at is null)"};

constinit query<id(int)> const due{"routing.due", R"(
select thread_id from question_routing where next_at <= now() order by next_at limit $1)"};
constinit query<id(id)> const take_due{"routing.take_due", R"(
select thread_id from question_routing where thread_id = $1 and next_at <= now() for update)"};
constinit command<id, std::optional<id>> const look_again{"routing.look_again", R"(
update question_routing set next_at = timestamptz 'epoch' + $2::bigint * interval '1 microsecond' where thread_id = $1)"};
constinit command<id> const hosts_asked{"routing.hosts_asked",
                                        "update question_routing set hosts_asked_at = now() where thread_id = $1"};
constinit command<id> const network_asked{"routing.network_asked",
                                          "update question_routing set network_asked_at = now() where thread_id = $1"};
constinit query<id(id)> const hosts{"routing.hosts", R"(
select m.person_id from thread t join membership m on m.group_id = t.group_id
where t.id = $1 and m.role in ('host', 'moderator', 'owner') and m.person_id <> t.author_id order by m.person_id)"};
constinit query<id(id)> const network_hosts{"routing.network_hosts", R"(
select p.id from thread t join person p on p.network_role = 'network_host' and p.status = 'active'
where t.id = $1 and p.id <> t.author_id and may_be_told(p.id, t.group_id, true) order by p.id)"};

constinit query<std::optional<text>(id, id)> const said{
    "routing.said", "select said from question_ask where thread_id = $1 and person_id = $2"};
constinit command<id, id, text> const say{"routing.say", R"(
update question_ask set said = $3, said_at = now() where thread_id = $1 and person_id = $2 and said is distinct from $3)"};
constinit command<id, id> const decline{"routing.decline", R"(
insert into routing_declined (person_id, tag_id, group_id)
select $2::bigint, tt.tag_id, null::bigint from thread_tag tt where tt.thread_id = $1
union all
select $2::bigint, null, t.group_id from thread t
where t.id = $1 and not exists (select from thread_tag tt where tt.thread_id = t.id)
on conflict do nothing)"};
constinit command<id, int> const set_weekly{"routing.set_weekly", R"(
insert into routing_settings (person_id, weekly) values ($1, $2)
on conflict (person_id) do update set weekly = excluded.weekly)"};
constinit command<id, id> const ask_again{"routing.ask_again",
                                          "delete from routing_declined where person_id = $1 and id = $2"};

constinit query<text(id, id)> const shape{"routing.shape", "select r from routing_json($1, $2) r where r is not null"};
constinit query<text(id)> const settings{"routing.settings", R"(
select json_build_object('weekly', weekly_asks($1), 'declined', (
    select coalesce(json_agg(json_build_object('id', d.id, 'tag', g.name,
                                               'group', case when v.slug is not null then json_build_object('slug', v.slug, 'name', v.name) end)
                             order by g.name, v.name, d.id), '[]')
    from routing_declined d
    left join tag g on g.id = d.tag_id
    left join lateral (select p.slug, p.name from visible_groups($1) w join plaza_group p on p.id = w.group_id
                       where w.group_id = d.group_id) v on true
    where d.person_id = $1 and (g.id is not null or v.slug is not null)))::text)"};
constinit query<asked_row(id, std::optional<id>, std::optional<id>, int)> const asked_of{"routing.asked_of", R"(
with mine as materialized (
    select k.thread_id, k.why, k.asked_at, row_number() over (order by k.asked_at desc, k.thread_id desc) as n
    from question_ask k
    join thread t on t.id = k.thread_id and not t.solved and t.closed_at is null
    join readable_groups($1) v on v.group_id = t.group_id
    where k.person_id = $1 and k.said is null
      and not exists (select from post p where p.thread_id = t.id and p.author_id = $1 and p.role = 'answer' and p.deleted_at is null)
      and (k.asked_at, k.thread_id) < (coalesce(timestamptz 'epoch' + $2::bigint * interval '1 microsecond', 'infinity'), coalesce($3::bigint, 0))
    order by k.asked_at desc, k.thread_id desc limit $4 + 1)
select concat('[', string_agg(concat('{"why":', m.why, ',"asked_at":"', rfc3339(m.asked_at), '","thread":', s.shape, '}'), ',' order by m.n), ']'),
       (select count(*) > $4 from mine),
       (select (extract(epoch from asked_at) * 1000000)::bigint from mine where n = $4), (select thread_id from mine where n = $4)
from (select * from mine where n <= $4) m
join thread_shapes(array(select thread_id from mine where n <= $4 order by n), $1) s on s.id = m.thread_id)"};

}  // namespace plaza::domain::routing::sql
