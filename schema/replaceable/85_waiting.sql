-- SPDX-License-Identifier: EUPL-1.2
-- Questions that wait for an answer: nobody has answered, nothing was accepted, and they are not closed. They wait since
-- they were asked. Each group has its own in an index (thread_group_waiting); lists of several groups are merged from
-- these, so that their cost grows with the page, the groups and what waits, never with history. Only what the reader may
-- read is walked past.

create or replace function waits(t thread) returns boolean
language sql immutable as $$
    select t.kind = 'question' and t.answers = 0 and not t.solved and t.closed_at is null
$$;

-- The next questions of some groups behind a key, at most `most`. No group has anything for the page beyond `bound`, since
-- so many groups have something before it.
create or replace function waiting_walk(groups bigint[], newest boolean, after_at timestamptz, after_id bigint, most integer)
returns table (id bigint, at timestamptz)
language plpgsql stable rows 50 as $$
begin
    if newest then
        return query
            with heads as materialized (
                select g.id as group_id, h.at, h.id
                from unnest(groups) g (id)
                cross join lateral (select t.created_at as at, t.id from thread t
                                    where t.group_id = g.id and waits(t) and (t.created_at, t.id) < (after_at, after_id)
                                    order by t.created_at desc, t.id desc limit 1) h
            ), bound as materialized (
                select coalesce(e.at, '-infinity') as at, coalesce(e.id, 0) as id
                from (values (1)) one left join (select h.at, h.id from heads h order by h.at desc, h.id desc offset most - 1 limit 1) e on true
            )
            select f.id, f.at
            from bound b
            join heads h on (h.at, h.id) >= (b.at, b.id)
            cross join lateral (select t.created_at as at, t.id from thread t
                                where t.group_id = h.group_id and waits(t) and (t.created_at, t.id) < (after_at, after_id)
                                  and (t.created_at, t.id) >= (b.at, b.id)
                                order by t.created_at desc, t.id desc limit most) f
            order by f.at desc, f.id desc limit most;
    else
        return query
            with heads as materialized (
                select g.id as group_id, h.at, h.id
                from unnest(groups) g (id)
                cross join lateral (select t.created_at as at, t.id from thread t
                                    where t.group_id = g.id and waits(t) and (t.created_at, t.id) > (after_at, after_id)
                                    order by t.created_at, t.id limit 1) h
            ), bound as materialized (
                select coalesce(e.at, 'infinity') as at, coalesce(e.id, 9223372036854775807) as id
                from (values (1)) one left join (select h.at, h.id from heads h order by h.at, h.id offset most - 1 limit 1) e on true
            )
            select f.id, f.at
            from bound b
            join heads h on (h.at, h.id) <= (b.at, b.id)
            cross join lateral (select t.created_at as at, t.id from thread t
                                where t.group_id = h.group_id and waits(t) and (t.created_at, t.id) > (after_at, after_id)
                                  and (t.created_at, t.id) <= (b.at, b.id)
                                order by t.created_at, t.id limit most) f
            order by f.at, f.id limit most;
    end if;
end
$$;

-- The groups whose questions stand in the queue of the network, or the one asked for: of those that may be read, where one
-- may still answer. What is asked for practice waits for nobody else.
create or replace function waiting_groups(viewer bigint, only_group bigint) returns bigint[]
language plpgsql stable as $$
begin
    return array(select v.group_id from readable_groups(viewer) v join plaza_group g on g.id = v.group_id
                 where g.archived_at is null and case when only_group is null then not g.practice else g.id = only_group end);
end
$$;

-- The threads of a tag where they are few: then these are gone through. Null where they are many, so that among what waits
-- there are enough of it.
create or replace function waiting_tagged(tagged bigint, groups bigint[]) returns bigint[]
language plpgsql stable as $$
declare
    few constant integer := 2000;
    found bigint[];
begin
    if (select count(*) > few from (select from thread_tag tt where tt.tag_id = tagged limit few + 1) f) then
        return null;
    end if;
    return array(select t.id from thread_tag tt join thread t on t.id = tt.thread_id
                 where tt.tag_id = tagged and waits(t) and t.group_id = any (groups));
end
$$;

-- How many wait, and how many of them come from towns like the reader's: of the first so many that are looked at. `more`: there are others.
create or replace function waiting_counts(groups bigint[], tagged bigint, among bigint[], home administration)
returns table (waiting integer, alike integer, more boolean)
language plpgsql stable as $$
declare
    enough constant integer := 1000;
begin
    return query
        select count(*) filter (where w.fits)::integer, count(*) filter (where w.fits and w.near)::integer, count(*) > enough
        from (
            select tagged is null or among is not null
                   or exists (select from thread_tag tt where tt.thread_id = f.id and tt.tag_id = tagged offset 0) as fits,
                   exists (select from administration a where a.id = f.author_administration_id and comparable(home, a) > 0 offset 0) as near
            from (
                (select t.id, t.author_administration_id from thread t where among is not null and t.id = any (among))
                union all
                (select t.id, t.author_administration_id from unnest(groups) g (id)
                 cross join lateral (select t.id, t.author_administration_id from thread t
                                     where t.group_id = g.id and waits(t) order by t.created_at, t.id limit enough + 1) t
                 where among is null)
                limit enough + 1) f
            offset 0) w;
end
$$;

-- A page of what waits in one group, under one tag or in the network, the longest waiting first or the newest. `more`: there
-- may be others behind `last_at` and `last_id`. Fewer than `wanted` with `more` stand on it when enough were looked at.
create or replace function waiting_page(viewer bigint, only_group bigint, only_tag text, like_me boolean, newest boolean,
                                        after_at timestamptz, after_id bigint, wanted integer)
returns table (items text, more boolean, last_at bigint, last_id bigint, counts text)
language plpgsql stable as $$
declare
    enough constant integer := 2000;  -- questions that are looked at for one page
    groups constant bigint[] := waiting_groups(viewer, only_group);
    home constant administration := home_of(viewer);
    tagged constant bigint := (select g.id from tag g where only_tag <> '' and g.name = tag_called(only_tag));
    among bigint[] := case when only_tag = '' then null when tagged is null then '{}' else waiting_tagged(tagged, groups) end;
    from_at timestamptz := coalesce(after_at, case when newest then 'infinity' else '-infinity' end::timestamptz);
    from_id bigint := coalesce(after_id, 0);
    found bigint[] := '{}';
    times timestamptz[] := '{}';
    step record;
    most integer := wanted + 1;
    looked integer := 0;
    onward boolean := false;  -- behind what was looked at
begin
    if after_at is null then
        select json_build_object('waiting', c.waiting, 'like_me', case when home.band is not null then c.alike end, 'more', c.more)::text
        into counts from waiting_counts(groups, tagged, among, home) c;
    end if;
    if among is not null then
        select coalesce(array_agg(w.id order by w.n), '{}'), coalesce(array_agg(w.at order by w.n), '{}') into found, times
        from (
            select t.id, t.created_at as at,
                   row_number() over (order by case when newest then -extract(epoch from t.created_at) else extract(epoch from t.created_at) end,
                                               case when newest then -t.id else t.id end) as n
            from thread t
            where t.id = any (among)
              and case when newest then (t.created_at, t.id) < (from_at, from_id) else (t.created_at, t.id) > (from_at, from_id) end
              and (not like_me or exists (select from administration a where a.id = t.author_administration_id and comparable(home, a) > 0 offset 0))) w
        where w.n <= wanted + 1;
    else
        if like_me or only_tag <> '' then
            -- Most of what is walked past does not fit: a longer walk costs less than another.
            most := 4 * most;
        end if;
        loop
            select coalesce(array_agg(w.id order by w.n) filter (where w.fits), '{}') as ids,
                   coalesce(array_agg(w.at order by w.n) filter (where w.fits), '{}') as ats,
                   count(*) as n, (array_agg(w.at order by w.n desc))[1] as at, (array_agg(w.id order by w.n desc))[1] as id
            into step
            from (
                select f.id, f.at, f.n,
                       (not like_me or exists (select from administration a where a.id = t.author_administration_id and comparable(home, a) > 0 offset 0))
                       and (only_tag = '' or exists (select from thread_tag tt where tt.thread_id = t.id and tt.tag_id = tagged offset 0)) as fits
                from waiting_walk(groups, newest, from_at, from_id, most) with ordinality f (id, at, n)
                join thread t on t.id = f.id
                offset 0) w;
            found := found || step.ids;
            times := times || step.ats;
            looked := looked + step.n;
            onward := step.n = most;
            exit when cardinality(found) > wanted or not onward or looked >= enough;
            from_at := step.at;
            from_id := step.id;
            most := least(4 * most, enough - looked);
        end loop;
    end if;
    more := cardinality(found) > wanted or onward;
    if cardinality(found) > wanted then
        last_at := (extract(epoch from times[wanted]) * 1000000)::bigint;
        last_id := found[wanted];
    elsif more then
        last_at := (extract(epoch from step.at) * 1000000)::bigint;
        last_id := step.id;
    end if;
    items := waiting_items(found[1:wanted], null, null, viewer);
    return next;
end
$$;

-- Questions as they are listed, each with why it is there where there is a reason.
create or replace function waiting_items(ids bigint[], reasons text[], subjects text[], viewer bigint) returns text
language plpgsql stable as $$
begin
    return (select concat('[', string_agg(concat('{"why":', coalesce(to_json(reasons[s.n])::text, 'null'), ',"subject":',
                                                 coalesce(to_json(subjects[s.n])::text, 'null'), ',"thread":', s.shape, '}'), ',' order by s.n), ']')
            from thread_shapes(ids, viewer) s);
end
$$;

-- What is mine to answer: of subjects that I know or follow, of towns like mine nearby, of my groups (of open groups while I
-- am in none), of the last `days`; neither mine nor of groups and threads that I have muted. Few of each subject and group
-- are looked at, the newest: the cost grows with those, not with the questions there are. In order of the reasons and the
-- newest first (`fit`), or by age alone. `key_1` to `key_3` are where the page before ended.
create or replace function waiting_mine(viewer bigint, days integer, ordering text, like_me boolean,
                                        key_1 bigint, key_2 bigint, key_3 bigint, wanted integer)
returns table (items text, more boolean, last_1 bigint, last_2 bigint, last_3 bigint, counts text)
language plpgsql stable as $$
declare
    each_source constant integer := 200;
    home constant administration := home_of(viewer);
    since constant timestamptz := now() - days * interval '1 day';
    page record;
begin
    with subjects as materialized (
        select s.tag_id, s.name from subjects_of(viewer) s
    ), offered as materialized (
        select o.group_id, o.role from offered_groups(viewer) o
    ), nearest as (
        select o.group_id, true as mine from offered o where o.role is not null
        union all
        -- For who is in none yet, so that nobody begins before an empty page.
        (select o.group_id, false from offered o join plaza_group g on g.id = o.group_id
         where not exists (select from offered m where m.role is not null) order by g.official desc, g.id limit 40)
    ), found as materialized (
        select q.id, q.at, q.town, 1 as rank, 'subject' as why, s.name as subject
        from subjects s
        cross join lateral (
            select t.id, t.created_at as at, t.author_administration_id as town
            from thread_tag tt join thread t on t.id = tt.thread_id join offered o on o.group_id = t.group_id
            where tt.tag_id = s.tag_id and tt.last_activity_at > since and waits(t) and t.created_at > since and for_you_too(t, viewer)
            order by tt.last_activity_at desc, tt.thread_id desc limit each_source) q
        union all
        select q.id, q.at, q.town, case when q.town = home.id or near.degree = 3 then 2 when o.mine then 3 else 4 end,
               case when q.town = home.id then 'own' when near.degree = 3 then 'town' when o.mine then 'group' else 'open' end, null
        from nearest o
        cross join lateral (
            select t.id, t.created_at as at, t.author_administration_id as town from thread t
            where t.group_id = o.group_id and waits(t) and t.created_at > since and for_you_too(t, viewer)
            order by t.created_at desc, t.id desc limit each_source) q
        left join lateral (select comparable(home, d) as degree from administration d where d.id = q.town) near on true
    ), best as (
        select distinct on (f.id) f.* from found f order by f.id, f.rank, f.subject
    ), alike as materialized (
        select b.*, exists (select from administration d where d.id = b.town and comparable(home, d) > 0) as near,
               case when ordering = 'fit' then b.rank::bigint else 0 end as k1,
               case when ordering = 'oldest' then 1 else -1 end * (extract(epoch from b.at) * 1000000)::bigint as k2,
               case when ordering = 'oldest' then 1 else -1 end * b.id as k3
        from best b
    ), chosen as (
        select a.*, row_number() over (order by a.k1, a.k2, a.k3) as n from alike a
        where (not like_me or a.near) and (key_1 is null or (a.k1, a.k2, a.k3) > (key_1, key_2, key_3))
        order by a.k1, a.k2, a.k3 limit wanted + 1)
    select coalesce(array_agg(c.id order by c.n) filter (where c.n <= wanted), '{}') as ids,
           array_agg(c.why order by c.n) as reasons, array_agg(c.subject order by c.n) as subjects, count(*) as n,
           max(c.k1) filter (where c.n = wanted) as k1, max(c.k2) filter (where c.n = wanted) as k2, max(c.k3) filter (where c.n = wanted) as k3,
           (select count(*) from alike a) as waiting, (select count(*) from alike a where a.near) as alike
    into page from chosen c;
    items := waiting_items(page.ids, page.reasons, page.subjects, viewer);
    more := page.n > wanted;
    last_1 := page.k1;
    last_2 := page.k2;
    last_3 := page.k3;
    counts := case when key_1 is null then json_build_object('waiting', page.waiting, 'like_me', case when home.band is not null then page.alike end, 'more', false)::text end;
    return next;
end
$$;

-- How a group answers: questions of the last `days`, how many of them somebody else than who asked has answered, how long
-- the first of these answers took in the median, and how many wait now. What was deleted does not count. Of fewer than
-- `few` questions only how many they are is said.
create or replace function group_health(of_group bigint, days integer) returns text
language plpgsql stable as $$
declare
    few constant integer := 5;
    enough constant integer := 1000;
    open_now constant integer := (select count(*) from (select from thread t where t.group_id = of_group and waits(t) limit enough) w);
    asked record;
begin
    select count(*) as questions, count(f.at) as answered,
           percentile_cont(0.5) within group (order by case when f.at > q.created_at then extract(epoch from f.at - q.created_at) when f.at is not null then 0 end) as median
    into asked
    from (select t.id, t.author_id, t.created_at from thread t
          where t.group_id = of_group and t.kind = 'question' and t.created_at > now() - days * interval '1 day' offset 0) q
    left join lateral (
        select p.created_at as at from post p
        where p.thread_id = q.id and p.role = 'answer' and p.deleted_at is null and p.author_id <> q.author_id
        order by p.created_at limit 1) f on true;
    return json_build_object('days', days, 'questions', asked.questions,
        'answered', case when asked.questions >= few then asked.answered end,
        'median_seconds', case when asked.questions >= few then round(asked.median)::bigint end,
        'waiting', open_now)::text;
end
$$;
