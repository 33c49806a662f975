-- SPDX-License-Identifier: EUPL-1.2
-- What concerns somebody in particular, each with the reason that is shown with it: subjects they know or follow, people
-- they follow, administrations like theirs. By last activity alone: nothing is scored and nothing is remembered of what
-- they read.

-- Tags that are subjects of somebody: what they said they know, by any name of the tag, and what they follow.
create or replace function subjects_of(viewer bigint) returns table (tag_id bigint, name text)
language sql stable rows 10 as $$
    select t.id, t.name from tag t
    where fold(replace(t.name, '-', ' ')) = any (array(select fold(s.skill) from person_skill s where s.person_id = viewer))
    union
    select t.id, t.name from person_skill s join tag_synonym y on lower(y.name) = lower(s.skill) join tag t on t.id = y.tag_id
    where s.person_id = viewer
    union
    select t.id, t.name from tag_follow f join tag t on t.id = f.tag_id where f.person_id = viewer
$$;

-- Groups of which somebody may be offered something without having asked: those they may read, live and no place for
-- practice, and have not muted; with their role in them.
create or replace function offered_groups(viewer bigint) returns table (group_id bigint, role text)
language sql stable as $$
    select v.group_id, v.role
    from readable_groups(viewer) v join plaza_group g on g.id = v.group_id
    where g.archived_at is null and not g.practice
      and not exists (select from membership m where m.group_id = g.id and m.person_id = viewer and m.level = 'muted')
$$;

-- A page. `more`: there may be others behind `last_at` and `last_id`; with few on it or none when so many threads of the
-- network were looked at for towns like mine.
create or replace function feed_for_you(viewer bigint, before_at timestamptz, before_id bigint, wanted integer)
returns table (items text, more boolean, last_at bigint, last_id bigint)
language plpgsql stable as $$
declare
    posts constant integer := 20;   -- of each person followed, the last ones
    reach constant integer := 300;  -- threads of the network that are looked at for towns
    ids bigint[];
    times timestamptz[];
    reasons text[];
    names text[];
    edge_at timestamptz;
    edge_id bigint;
begin
    with home as materialized (
        select a.id, a.band, a.province_id from appointment p join administration a on a.id = p.administration_id
        where p.person_id = viewer and p.main and p.valid_to is null
    ), offered as materialized (
        select o.group_id from offered_groups(viewer) o
    ), newest as materialized (
        select t.id, t.last_activity_at as at, t.group_id, t.author_id, t.author_administration_id
        from thread t
        where exists (select from home) and (t.last_activity_at, t.id) < (before_at, before_id)
        order by t.last_activity_at desc, t.id desc limit reach
    ), edge as materialized (
        -- Further down it was not asked which are from towns like mine: no page goes past it.
        select n.at, n.id from newest n order by n.at desc, n.id desc offset reach - 1 limit 1
    ), found as (
        select q.id, q.at, 1 as rank, 'subject' as why, s.name
        from subjects_of(viewer) s
        cross join lateral (
            select tt.thread_id as id, tt.last_activity_at as at
            from thread_tag tt join thread t on t.id = tt.thread_id join offered o on o.group_id = t.group_id
            where tt.tag_id = s.tag_id and (tt.last_activity_at, tt.thread_id) < (before_at, before_id) and t.author_id <> viewer
              and not exists (select from thread_level l where l.thread_id = t.id and l.person_id = viewer and l.level = 'muted')
            order by tt.last_activity_at desc, tt.thread_id desc limit wanted + 1) q
        union all
        select t.id, t.last_activity_at, 2, 'person', e.name
        from person_follow f join person e on e.id = f.followed_id
        cross join lateral (
            select p.thread_id from post p where p.author_id = f.followed_id and p.deleted_at is null
            order by p.created_at desc, p.id desc limit posts) p
        join thread t on t.id = p.thread_id join offered o on o.group_id = t.group_id
        where f.person_id = viewer and knows_person(viewer, f.followed_id)
          and (t.last_activity_at, t.id) < (before_at, before_id) and t.author_id <> viewer
          and not exists (select from thread_level l where l.thread_id = t.id and l.person_id = viewer and l.level = 'muted')
        union all
        select n.id, n.at, case when d.id = h.id then 3 else 4 end, case when d.id = h.id then 'own' else 'town' end, null
        from newest n join offered o on o.group_id = n.group_id
        join administration d on d.id = n.author_administration_id
        join home h on h.id = d.id or (h.band = d.band and h.province_id = d.province_id)
        where n.author_id <> viewer
          and not exists (select from thread_level l where l.thread_id = n.id and l.person_id = viewer and l.level = 'muted')
    ), page as (
        select b.* from (select distinct on (f.id) f.* from found f order by f.id, f.rank, f.name) b
        where not exists (select from edge e where (b.at, b.id) < (e.at, e.id))
        order by b.at desc, b.id desc limit wanted + 1
    )
    select array_agg(p.id order by p.at desc, p.id desc), array_agg(p.at order by p.at desc, p.id desc),
           array_agg(p.why order by p.at desc, p.id desc), array_agg(p.name order by p.at desc, p.id desc),
           (select e.at from edge e), (select e.id from edge e)
    into ids, times, reasons, names, edge_at, edge_id
    from page p;
    return query
        select concat('[', (select string_agg(concat('{"why":', to_json(reasons[s.n]), ',"name":', coalesce(to_json(names[s.n])::text, 'null'),
                                                     ',"thread":', s.shape, '}'), ',' order by s.n)
                            from thread_shapes(ids[1:wanted], viewer) s), ']'),
               m.full or edge_at is not null,
               case when m.full then (extract(epoch from times[wanted]) * 1000000)::bigint
                    else (extract(epoch from edge_at) * 1000000)::bigint end,
               case when m.full then ids[wanted] else edge_id end
        from (select coalesce(cardinality(ids), 0) > wanted as full) m;
end
$$;
