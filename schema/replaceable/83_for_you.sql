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

-- Whether a thread may be offered to somebody at all: not one's own, nor one that is to be silent.
create or replace function for_you_too(t thread, viewer bigint) returns boolean
language sql stable as $$
    select t.author_id <> viewer
       and not exists (select from thread_level l where l.thread_id = t.id and l.person_id = viewer and l.level = 'muted')
$$;

-- A page. `more`: there are others behind `last_at` and `last_id`.
create or replace function feed_for_you(viewer bigint, before_at timestamptz, before_id bigint, wanted integer)
returns table (items text, more boolean, last_at bigint, last_id bigint)
language plpgsql stable as $$
declare
    posts constant integer := 10;   -- of each person followed, the last ones
    ids bigint[];
    times timestamptz[];
    reasons text[];
    names text[];
    full_page boolean;
begin
    with home as materialized (
        select a.id, a.band, a.province_id from appointment p join administration a on a.id = p.administration_id
        where p.person_id = viewer and p.main and p.valid_to is null
    ), offered as materialized (
        select o.group_id from offered_groups(viewer) o
    ), heads as materialized (
        select d.id as administration, d.id = h.id as own, q.id, q.at
        from home h
        join administration d on d.id = h.id or (d.band = h.band and d.province_id = h.province_id)
        cross join lateral (
            select t.id, t.last_activity_at as at from thread t
            where t.author_administration_id = d.id and (t.last_activity_at, t.id) < (before_at, before_id)
              and for_you_too(t, viewer) and t.group_id in (select o.group_id from offered o)
            order by t.last_activity_at desc, t.id desc limit 1) q
    ), bound as materialized (
        -- Nothing older is on a page: so many administrations have something newer.
        select h.at, h.id from heads h order by h.at desc, h.id desc offset wanted limit 1
    ), found as (
        select q.id, q.at, 1 as rank, 'subject' as why, s.name
        from subjects_of(viewer) s
        cross join lateral (
            select tt.thread_id as id, tt.last_activity_at as at
            from thread_tag tt join thread t on t.id = tt.thread_id
            where tt.tag_id = s.tag_id and (tt.last_activity_at, tt.thread_id) < (before_at, before_id)
              and for_you_too(t, viewer) and t.group_id in (select o.group_id from offered o)
            order by tt.last_activity_at desc, tt.thread_id desc limit wanted + 1) q
        union all
        select t.id, t.last_activity_at, 2, 'person', e.name
        from person_follow f join person e on e.id = f.followed_id
        cross join lateral (
            select t.id, t.last_activity_at
            from post p join thread t on t.id = p.thread_id
            where p.author_id = f.followed_id and p.deleted_at is null
              and for_you_too(t, viewer) and t.group_id in (select o.group_id from offered o)
            order by p.created_at desc, p.id desc limit posts) t
        where f.person_id = viewer and knows_person(viewer, f.followed_id) and (t.last_activity_at, t.id) < (before_at, before_id)
        union all
        select q.id, q.at, case when h.own then 3 else 4 end, case when h.own then 'own' else 'town' end, null
        from heads h
        left join bound b on true
        cross join lateral (
            select t.id, t.last_activity_at as at from thread t
            where t.author_administration_id = h.administration and (t.last_activity_at, t.id) < (before_at, before_id)
              and (t.last_activity_at, t.id) >= (coalesce(b.at, '-infinity'), coalesce(b.id, 0))
              and for_you_too(t, viewer) and t.group_id in (select o.group_id from offered o)
            order by t.last_activity_at desc, t.id desc limit wanted + 1) q
        where (h.at, h.id) >= (coalesce(b.at, '-infinity'), coalesce(b.id, 0))
    ), page as (
        select b.* from (select distinct on (f.id) f.* from found f order by f.id, f.rank, f.name) b
        order by b.at desc, b.id desc limit wanted + 1
    )
    select array_agg(p.id order by p.at desc, p.id desc), array_agg(p.at order by p.at desc, p.id desc),
           array_agg(p.why order by p.at desc, p.id desc), array_agg(p.name order by p.at desc, p.id desc), count(*) > wanted
    into ids, times, reasons, names, full_page
    from page p;
    return query
        select concat('[', (select string_agg(concat('{"why":', to_json(reasons[s.n]), ',"name":', coalesce(to_json(names[s.n])::text, 'null'),
                                                     ',"thread":', s.shape, '}'), ',' order by s.n)
                            from thread_shapes(ids[1:wanted], viewer) s), ']'),
               full_page,
               case when full_page then (extract(epoch from times[wanted]) * 1000000)::bigint end,
               case when full_page then ids[wanted] end;
end
$$;
