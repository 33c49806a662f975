-- SPDX-License-Identifier: EUPL-1.2
-- What happened while somebody was away.

-- More days than a long weekend has, fewer than the shortest holidays.
create or replace function away_days() returns integer
language sql immutable as $$ select 7 $$;

-- The last day before a break that somebody has come back from and not put away; also in a session that has only begun.
create or replace function away_since(viewer bigint) returns date
language sql stable as $$
    select case when current_date - s.day > away_days() then s.day else s.away_from end
    from person_seen s where s.person_id = viewer
$$;

-- Whether a thread that somebody may read, and has not muted, holds something they have not read.
create or replace function away_unread(t thread, viewer bigint) returns boolean
language sql stable as $$
    select unread_count(t.next_number, (select r.number from thread_read r where r.thread_id = t.id and r.person_id = viewer), t.last_activity_at,
                        (select greatest(m.since, m.read_until) from membership m where m.group_id = t.group_id and m.person_id = viewer)) > 0
       and not exists (select from thread_level l where l.thread_id = t.id and l.person_id = viewer and l.level = 'muted')
$$;

-- A few threads of each sort with something unread from then on: mine, those I follow, what was solved in my groups, and
-- announcements that ended. What one could answer and what is still announced stands on the first page anyway.
create or replace function feed_away(viewer bigint) returns text
language plpgsql stable as $$
declare
    few constant integer := 3;        -- of each sort
    looked constant integer := 60;    -- solved questions that are looked at
    last_day constant date := away_since(viewer);
begin
    if last_day is null then
        return '{"since":null,"items":[]}';
    end if;
    return (
        with kept as materialized (
            (select t.id, 1 as rank, 'mine' as why, t.last_activity_at as at
             from thread t
             join lateral (select * from readable_groups(viewer) g where g.group_id = t.group_id) v on true
             where t.author_id = viewer and t.last_activity_at >= last_day and away_unread(t, viewer)
             order by t.last_activity_at desc, t.id desc limit few)
            union all
            (select t.id, 2, 'followed', t.last_activity_at
             from thread_follow f
             join thread t on t.id = f.thread_id
             join lateral (select * from readable_groups(viewer) g where g.group_id = t.group_id) v on true
             where f.person_id = viewer and t.author_id <> viewer and t.last_activity_at >= last_day and away_unread(t, viewer)
             order by t.last_activity_at desc, t.id desc limit few)
            union all
            (select t.id, 3, 'solved', t.last_activity_at
             from feed_walk(viewer, 'question', 'solved', '', '', null, 'infinity', 0, looked) w
             join thread t on t.id = w.id
             join accepted_answer a on a.thread_id = t.id
             join membership m on m.group_id = t.group_id and m.person_id = viewer and m.level <> 'muted'
             where t.author_id <> viewer and a.accepted_at >= last_day and away_unread(t, viewer)
             order by t.last_activity_at desc, t.id desc limit few)
            union all
            (select t.id, 4, 'announcement', t.last_activity_at
             from announced_to(viewer) f
             join announcement a on a.thread_id = f.thread_id
             join thread t on t.id = a.thread_id
             where a.announced_at >= last_day and a.until <= now() and t.author_id <> viewer
               and not exists (select from announcement_read d where d.thread_id = a.thread_id and d.person_id = viewer)
             order by a.announced_at desc, t.id desc limit few)
        ), each as (
            select distinct on (k.id) k.* from kept k order by k.id, k.rank
        )
        select concat('{"since":"', last_day, '","items":[',
                      string_agg(concat('{"why":"', e.why, '","thread":', s.shape, '}'), ',' order by e.rank, e.at desc, e.id desc), ']}')
        from each e join thread_shapes(array(select id from each), viewer) s on s.id = e.id);
end
$$;
