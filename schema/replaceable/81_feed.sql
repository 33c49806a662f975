-- SPDX-License-Identifier: EUPL-1.2
-- The home feed: threads of my groups and of whom and what I follow, by last activity.
--
-- It is read in walks: the newest threads that stand before a key, merged from one index for each group, person and tag.
-- What these indexes cannot narrow (towns like mine, a tag, a norm) is asked of the threads of a walk, and walks go on
-- until the page is full or enough threads were looked at: the cost grows with the page and with what one is of and
-- follows, never with history. Only threads that the reader may read are walked past, so that neither a page nor its
-- end tells of others.
--
-- `offset 0` keeps what is asked of one thread from being computed for all threads at once, and `rows` walks from being
-- joined as long lists.

-- The newest threads of a group between two keys, of one kind where one is asked for, of open or solved questions: each by
-- an index of its own, of which the planned walk runs the one that was asked for.
create or replace function feed_group(in_group bigint, only_kind text, only_state text, before_at timestamptz, before_id bigint,
                                      from_at timestamptz, from_id bigint, most integer)
returns table (id bigint, at timestamptz)
language sql stable as $$
    (select t.id, t.last_activity_at from thread t
     where only_kind = '' and t.group_id = in_group
       and (t.last_activity_at, t.id) < (before_at, before_id) and (t.last_activity_at, t.id) >= (from_at, from_id)
     order by t.last_activity_at desc, t.id desc limit most)
    union all
    (select t.id, t.last_activity_at from thread t
     where only_kind <> '' and only_state in ('', 'answered') and t.group_id = in_group and t.kind = only_kind
       and (t.last_activity_at, t.id) < (before_at, before_id) and (t.last_activity_at, t.id) >= (from_at, from_id)
     order by t.last_activity_at desc, t.id desc limit most)
    union all
    (select t.id, t.last_activity_at from thread t
     where only_state = 'unanswered' and t.group_id = in_group and t.kind = 'question' and t.answers = 0 and not t.solved
       and (t.last_activity_at, t.id) < (before_at, before_id) and (t.last_activity_at, t.id) >= (from_at, from_id)
     order by t.last_activity_at desc, t.id desc limit most)
    union all
    (select t.id, t.last_activity_at from thread t
     where only_state = 'solved' and t.group_id = in_group and t.solved
       and (t.last_activity_at, t.id) < (before_at, before_id) and (t.last_activity_at, t.id) >= (from_at, from_id)
     order by t.last_activity_at desc, t.id desc limit most)
$$;

-- A walk: the newest threads before a key, at most `most`; without a kind all kinds.
create or replace function feed_walk(viewer bigint, only_kind text, only_state text, only_group text, only_tag text,
                                     among bigint[], before_at timestamptz, before_id bigint, most integer)
returns table (id bigint, at timestamptz)
language plpgsql stable rows 50 as $$
declare
    many constant integer := 30;   -- groups of one person
    reach constant integer := 20;  -- threads of the network that are looked at for each that is wanted
    edge_at timestamptz;
    edge_id bigint;
begin
    if among is not null then
        return query
            select t.id, t.last_activity_at
            from thread t
            join lateral (select * from readable_groups(viewer) g where g.group_id = t.group_id) v on true
            where t.id = any (among) and (t.last_activity_at, t.id) < (before_at, before_id)
            order by t.last_activity_at desc, t.id desc limit most;
    elsif only_tag <> '' then
        return query
            select tt.thread_id, tt.last_activity_at
            from thread_tag tt
            join thread t on t.id = tt.thread_id
            join lateral (select * from readable_groups(viewer) g where g.group_id = t.group_id) v on true
            where tt.tag_id = (select g.id from tag g where g.name = tag_called(only_tag))
              and (tt.last_activity_at, tt.thread_id) < (before_at, before_id)
            order by tt.last_activity_at desc, tt.thread_id desc limit most;
    else
        -- Nothing older than `edge` is on a page, since so many of one's own groups are not. Whoever is of many groups
        -- mostly finds it among the newest threads of the network, and else by the newest of each group. Of each walk
        -- only what is newer is read.
        if only_group = '' and (select count(*) from membership m where m.person_id = viewer) >= many then
            select e.last_activity_at, e.id into edge_at, edge_id
            from (select n.last_activity_at, n.id
                  from (select t.last_activity_at, t.id, t.group_id, t.kind, t.state
                        from thread t
                        where (t.last_activity_at, t.id) < (before_at, before_id)
                        order by t.last_activity_at desc, t.id desc limit reach * most) n
                  where n.group_id in (select v.group_id from readable_groups(viewer) v where v.role is not null)
                    and (only_kind = '' or n.kind = only_kind) and (only_state = '' or n.state = only_state)
                  order by n.last_activity_at desc, n.id desc offset most - 1 limit 1) e;
        end if;
        return query
            with mine as materialized (
                select v.group_id from readable_groups(viewer) v
                where v.role is not null and (only_group = '' or v.group_id = (select g.id from plaza_group g where g.slug = only_group))
            ), newest as materialized (
                select t.id, t.last_activity_at as at
                from thread t
                where edge_id is not null
                  and (t.last_activity_at, t.id) < (before_at, before_id) and (t.last_activity_at, t.id) >= (edge_at, edge_id)
                  and t.group_id in (select m.group_id from mine m)
                  and (only_kind = '' or t.kind = only_kind) and (only_state = '' or t.state = only_state)
                order by t.last_activity_at desc, t.id desc limit most
            ), heads as materialized (
                select m.group_id, h.at, h.id
                from mine m cross join lateral feed_group(m.group_id, only_kind, only_state, before_at, before_id, '-infinity', 0, 1) h
                where edge_id is null
            ), bound as materialized (
                select coalesce(edge_at, e.at, '-infinity') as at, coalesce(edge_id, e.id, 0) as id
                from (values (1)) one left join (select h.at, h.id from heads h order by h.at desc, h.id desc offset most - 1 limit 1) e on true
            )
            select f.id, f.at
            from (
                select n.id, n.at from newest n
                union
                select t.id, t.at
                from bound b
                join heads h on (h.at, h.id) >= (b.at, b.id)
                cross join lateral feed_group(h.group_id, only_kind, only_state, before_at, before_id, b.at, b.id, most) t
                union
                select t.id, t.last_activity_at
                from thread_follow f
                join thread t on t.id = f.thread_id
                join lateral (select * from readable_groups(viewer) g where g.group_id = t.group_id) v on true
                cross join bound b
                where f.person_id = viewer and (only_kind = '' or t.kind = only_kind)
                  and (t.last_activity_at, t.id) < (before_at, before_id) and (t.last_activity_at, t.id) >= (b.at, b.id)
                union
                select t.id, t.last_activity_at
                from bound b cross join person_follow f
                cross join lateral (
                    select t.id, t.last_activity_at
                    from thread t
                    join lateral (select * from readable_groups(viewer) g where g.group_id = t.group_id) v on true
                    where t.author_id = f.followed_id and (only_kind = '' or t.kind = only_kind)
                      and (t.last_activity_at, t.id) < (before_at, before_id) and (t.last_activity_at, t.id) >= (b.at, b.id)
                    order by t.last_activity_at desc, t.id desc limit most) t
                where f.person_id = viewer
                union
                select t.id, t.last_activity_at
                from bound b cross join tag_follow f
                cross join lateral (
                    select tt.thread_id as id, tt.last_activity_at
                    from thread_tag tt
                    join thread t on t.id = tt.thread_id
                    join lateral (select * from readable_groups(viewer) g where g.group_id = t.group_id) v on true
                    where tt.tag_id = f.tag_id and (only_kind = '' or t.kind = only_kind)
                      and (tt.last_activity_at, tt.thread_id) < (before_at, before_id)
                      and (tt.last_activity_at, tt.thread_id) >= (b.at, b.id)
                    order by tt.last_activity_at desc, tt.thread_id desc limit most) t
                where f.person_id = viewer) f
            order by f.at desc, f.id desc
            limit most;
    end if;
end
$$;

-- A page of the feed. `more`: there may be others behind `last_at` and `last_id`. Fewer than `wanted` with `more` stand
-- on it when enough threads were looked at: the next page goes on where this one ended.
create or replace function feed_page(viewer bigint, only_kind text, only_state text, only_group text, only_tag text,
                                     only_norm text, only_article text, like_me boolean, before_at timestamptz, before_id bigint, wanted integer)
returns table (items text, more boolean, last_at bigint, last_id bigint)
language plpgsql stable as $$
declare
    enough constant integer := 2000;  -- threads that are looked at for one page
    wanted_kind constant text := case when only_state = '' then only_kind else 'question' end;
    norms constant text[] := norm_keys_of(only_norm);
    -- Whatever the walk finds is on the page: most pages are these, and asking each thread again takes as long as finding it.
    plain constant boolean := concat(only_kind, only_state, only_group, only_tag, only_norm) = '' and not like_me;
    home administration;
    among bigint[];
    found bigint[] := '{}';
    times timestamptz[] := '{}';
    step record;
    most integer := wanted + 1;
    looked integer := 0;
begin
    if only_state <> '' and only_kind not in ('', 'question') then
        return query select '[]', false, null::bigint, null::bigint;
        return;
    end if;
    if like_me then
        home := home_of(viewer);
    end if;
    if norms is not null then
        among := norm_few_threads(norms, only_article, array(select g.group_id from readable_groups(viewer) g));
    end if;
    if like_me or only_tag <> '' or (norms is not null and among is null) then
        -- Most threads of a walk do not fit: a longer one costs less than another.
        most := 4 * most;
    end if;
    loop
        if plain then
            select coalesce(array_agg(f.id order by f.at desc, f.id desc), '{}') as ids,
                   coalesce(array_agg(f.at order by f.at desc, f.id desc), '{}') as ats, count(*) as n, before_at as at, before_id as id
            into step
            from feed_walk(viewer, '', '', '', '', null, before_at, before_id, most) f;
        else
            select coalesce(array_agg(w.id order by w.at desc, w.id desc) filter (where w.fits), '{}') as ids,
                   coalesce(array_agg(w.at order by w.at desc, w.id desc) filter (where w.fits), '{}') as ats,
                   count(*) as n, (array_agg(w.at order by w.at, w.id))[1] as at, (array_agg(w.id order by w.at, w.id))[1] as id
            into step
            from (
                select f.id, f.at,
                       (wanted_kind = '' or t.kind = wanted_kind) and (only_state = '' or t.state = only_state)
                       and (only_group = '' or t.group_id = (select g.id from plaza_group g where g.slug = only_group))
                       and (not like_me or exists (select from administration a where a.id = t.author_administration_id and comparable(home, a) > 0 offset 0))
                       and (only_tag = '' or exists (select from thread_tag tt where tt.thread_id = t.id
                                                     and tt.tag_id = (select g.id from tag g where g.name = tag_called(only_tag)) offset 0))
                       and (norms is null or among is not null
                            or exists (select from post p join post_citation c on c.post_id = p.id
                                       where p.thread_id = t.id and c.norm = any (norms)
                                         and (only_article = '' or c.article = only_article) offset 0))
                       and (exists (select from membership m where m.group_id = t.group_id and m.person_id = viewer offset 0)
                            or exists (select from thread_follow o where o.person_id = viewer and o.thread_id = t.id offset 0)
                            or exists (select from person_follow o where o.person_id = viewer and o.followed_id = t.author_id offset 0)
                            or exists (select from thread_tag tt join tag_follow o on o.tag_id = tt.tag_id
                                       where tt.thread_id = t.id and o.person_id = viewer offset 0)) as fits
                from feed_walk(viewer, wanted_kind, only_state, only_group, only_tag, among, before_at, before_id, most) f
                join thread t on t.id = f.id
                offset 0) w;
        end if;
        found := found || step.ids;
        times := times || step.ats;
        looked := looked + step.n;
        exit when cardinality(found) > wanted or step.n < most or looked >= enough;
        before_at := step.at;
        before_id := step.id;
        -- As many as fill the page if they fit as often as those before, and some more, since a further walk costs as well.
        most := least(case when cardinality(found) = 0 then 4 * most
                           else least(4 * most, greatest(wanted, (wanted + 1 - cardinality(found)) * looked * 3 / (2 * cardinality(found)))) end,
                      enough - looked);
    end loop;
    if cardinality(found) > wanted then
        return query select thread_page(found[1:wanted], viewer), true,
                            (extract(epoch from times[wanted]) * 1000000)::bigint, found[wanted];
    elsif step.n < most then
        return query select thread_page(found, viewer), false, null::bigint, null::bigint;
    else
        return query select thread_page(found, viewer), true, (extract(epoch from step.at) * 1000000)::bigint, step.id;
    end if;
end
$$;

-- What servers of the release before still call.
create or replace function feed_page(viewer bigint, only_kind text, only_state text, only_group text, only_tag text,
                                     only_norm text, like_me boolean, before_at timestamptz, before_id bigint, wanted integer)
returns table (items text, more boolean, last_at bigint, last_id bigint)
language sql stable as $$
    select * from feed_page(viewer, only_kind, only_state, only_group, only_tag, only_norm, '', like_me, before_at, before_id, wanted)
$$;
