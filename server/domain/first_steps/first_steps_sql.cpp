// SPDX-License-Identifier: EUPL-1.2
#include "domain/first_steps/first_steps_sql.hpp"

namespace plaza::domain::first_steps::sql {

constinit command<id> const begin{"first_steps.begin", "insert into first_steps (person_id) values ($1)"};

constinit command<id, bool> const set_open{"first_steps.set_open", R"(
insert into first_steps as s (person_id, ended_at) values ($1, case when not $2::boolean then now() end)
on conflict (person_id) do update set ended_at = case when not $2::boolean then coalesce(s.ended_at, now()) end)"};

// Who was here before the steps goes through them without being reminded of them.
constinit command<id, text, text> const mark{"first_steps.mark", R"(
insert into first_steps as s (person_id, ended_at, post, subjects, groups, level)
select $1, now(), case when $2 = 'post' then w.said end, case when $2 = 'subjects' then w.said end,
       case when $2 = 'groups' then w.said end, case when $2 = 'level' then w.said end
from (select nullif($3::text, 'open') as said) w
on conflict (person_id) do update
    set post = case when $2 = 'post' then excluded.post else s.post end,
        subjects = case when $2 = 'subjects' then excluded.subjects else s.subjects end,
        groups = case when $2 = 'groups' then excluded.groups else s.groups end,
        level = case when $2 = 'level' then excluded.level else s.level end)"};

// What is there counts as done, wherever it was done. A membership by rule is nobody's choice.
constinit query<text(id)> const read{"first_steps.read", R"(
select json_build_object(
    'open', s.person_id is not null and s.ended_at is null,
    'level', p.level,
    'steps', json_build_object(
        'post', case when exists (select from appointment a where a.person_id = p.id and a.valid_to is null
                                                              and a.position <> '' and a.unit <> '')
                     then 'done' else coalesce(s.post, 'open') end,
        'subjects', case when exists (select from person_skill k where k.person_id = p.id)
                           or exists (select from tag_follow f where f.person_id = p.id)
                         then 'done' else coalesce(s.subjects, 'open') end,
        'groups', case when exists (select from membership m where m.person_id = p.id and m.source = 'hand')
                         or exists (select from membership_request r where r.person_id = p.id)
                       then 'done' else coalesce(s.groups, 'open') end,
        'level', case when p.level <> 'mentions' then 'done' else coalesce(s.level, 'open') end))::text
from person p left join first_steps s on s.person_id = p.id
where p.id = $1)"};

constinit query<text(id)> const level_locked{"first_steps.level_locked",
                                             "select level from person where id = $1 for no key update"};
constinit command<id, text> const set_level{"first_steps.set_level", "update person set level = $2 where id = $1"};
constinit command<id, text> const level_of_groups{
    "first_steps.level_of_groups",
    "update membership set level = $2 where person_id = $1 and not level_chosen and level <> $2"};

// Two reasons, taken in turns: what the person knows or follows, by the words a group is described with and by the tags of
// its newest threads; and where people of towns alike are, the nearest first. Without either, the groups of the network.
// What may not be read counts for nothing, neither threads nor members. Each reason walks an index from a bounded number of
// subjects or people (offset 0 keeps the planner from joining whole tables instead), and only what they found is looked at.
constinit query<text(id, int, int)> const suggested{"first_steps.suggested", R"(
with said as materialized (
    select t.name as label, t.id as tag, t.name as called
    from tag_follow f join tag t on t.id = f.tag_id
    where f.person_id = $1 and knows_tag($1, t.id)
    union
    select s.skill, t.id, s.skill
    from person_skill s left join tag t on t.name in (lower(s.skill), tag_key(s.skill))
    where s.person_id = $1
    union
    select s.skill, t.id, t.name
    from person_skill s join tag_synonym y on lower(y.name) = lower(s.skill) join tag t on t.id = y.tag_id
    where s.person_id = $1
), asked as materialized (
    select c.label, string_agg(w.words::text, ' | ')::tsquery as words
    from (select label, called from said
          union select s.label, y.name from said s join tag_synonym y on y.tag_id = s.tag) c
    cross join lateral (select plainto_tsquery('spanish', regexp_replace(replace(c.called, '-', ' '), '([cs])ion\M', '\1ión', 'g'))) w (words)
    where numnode(w.words) > 0
    group by c.label
), near as materialized (
    select distinct on (c.person_id) c.person_id
    from (select a.person_id
          from (select d.id
                from appointment a join administration h on h.id = a.administration_id join administration d on d.band = h.band
                where a.person_id = $1 and a.main and a.valid_to is null
                order by d.id = h.id desc, d.province_id is not distinct from h.province_id desc,
                         d.region_id is not distinct from h.region_id desc, d.id) d
          cross join lateral (select a.person_id
                              from appointment a join person p on p.id = a.person_id and p.status = 'active' and not p.guest
                              where a.administration_id = d.id and a.valid_to is null and a.person_id <> $1
                              order by a.person_id limit 50) a
          limit $2) c
), found as (
    select g.id, a.label, null::bigint as people
    from asked a
    cross join lateral (select g.id from plaza_group g where to_tsvector('spanish', g.name || ' ' || g.description) @@ a.words offset 0) g
    union
    select u.group_id, s.label, null
    from (select distinct label, tag from said where tag is not null) s
    cross join lateral (
        select t.group_id
        from thread_tag tt join thread t on t.id = tt.thread_id join readable_groups($1) v on v.group_id = t.group_id
        where tt.tag_id = s.tag
        order by tt.last_activity_at desc, tt.thread_id desc limit 100) u
    union all
    select m.group_id, null, count(*)
    from near n cross join lateral (select m.group_id from membership m where m.person_id = n.person_id offset 0) m
    group by m.group_id
    union all
    select g.id, null, null from plaza_group g where g.official
), reasons as materialized (
    select f.id, array_agg(f.label order by f.label) filter (where f.label is not null) as labels, max(f.people) as people
    from found f
    group by f.id
), free as materialized (
    select g.id, g.name, r.labels, case when v.may_read then r.people end as people
    from reasons r
    join visible_groups($1) v on v.group_id = r.id
    join plaza_group g on g.id = r.id
    where v.role is null and g.archived_at is null and not g.practice
      and (r.labels is not null or v.may_read and r.people is not null or g.official)
      and g.join_relations && (select coalesce(array_agg(a.relation), '{external}') from appointment a
                               where a.person_id = $1 and a.valid_to is null)
      and not exists (select from membership_request r where r.group_id = g.id and r.person_id = $1)
      and not exists (select from membership_refusal r where r.group_id = g.id and r.person_id = $1)
      and not exists (select from membership_left l where l.group_id = g.id and l.person_id = $1)
), ranked as (
    select f.*,
           case when f.labels is not null
                then row_number() over (order by cardinality(f.labels) desc nulls last, f.name, f.id) end as by_subject,
           case when f.people is not null
                then row_number() over (order by f.people desc nulls last, f.name, f.id) end as by_town
    from free f
), chosen as (
    select r.id, r.labels, r.people, row_number() over (
               order by least(r.by_subject, r.by_town) nulls last, r.by_subject nulls last, r.name, r.id) as n
    from ranked r
    order by n limit $3)
select json_build_object('items', coalesce(json_agg(json_build_object(
    'group', group_shape(g, (select count(*) from membership m where m.group_id = g.id),
                         case when i.person_id is not null then 'invited' else 'none' end, null),
    'subjects', coalesce(to_json(c.labels), '[]'), 'people', least(coalesce(c.people, 0), 10)) order by c.n), '[]'))::text
from chosen c
join plaza_group g on g.id = c.id
left join membership_invitation i on i.group_id = g.id and i.person_id = $1 and i.expires_at > now())"};

}  // namespace plaza::domain::first_steps::sql
