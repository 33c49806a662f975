-- SPDX-License-Identifier: EUPL-1.2
-- Merging threads and splitting them. Posts keep their rows, and with them revisions, marks and citations; what names them
-- by thread and number is carried over here. Whoever calls it holds the threads.

-- What is stored of a thread for speed, counted anew after posts came or went.
create or replace function recount_thread(thread bigint) returns void
language sql as $$
    update thread t set
        answers = c.answers, replies = c.replies, next_number = greatest(t.next_number, c.last_number + 1),
        last_activity_at = greatest(t.last_activity_at, c.last_at)
    from (select count(*) filter (where p.role = 'answer' and p.deleted_at is null) as answers,
                 count(*) filter (where p.role in ('reply', 'comment') and p.deleted_at is null) as replies,
                 max(p.number) as last_number, max(p.created_at) as last_at
          from post p where p.thread_id = recount_thread.thread) c
    where t.id = recount_thread.thread
$$;

-- Notices tell of these posts no more. What was read of the others stays read, and what was not does not.
create or replace function strip_notices(of_thread bigint, numbers integer[], only_cause text) returns void
language sql as $$
    with rest as (
        select n.id, array_agg(told.number order by told.at) filter (where went.number is null) as numbers,
               (count(*) filter (where went.number is null and told.at > cardinality(n.numbers) - n.times))::integer as fresh
        from notification n cross join unnest(n.numbers) with ordinality told(number, at)
        left join unnest(strip_notices.numbers) went(number) on went.number = told.number
        where n.thread_id = of_thread and (only_cause is null or n.cause = only_cause)
        group by n.id having bool_or(went.number is not null)),
    -- What told of nothing else tells of nothing.
    nothing_else as (delete from notification n using rest r where n.id = r.id and r.numbers is null)
    update notification n
    set numbers = r.numbers, times = case when r.fresh > 0 then r.fresh else cardinality(r.numbers) end,
        read_at = case when r.fresh > 0 then n.read_at else coalesce(n.read_at, n.renewed_at) end
    from rest r where n.id = r.id and r.numbers is not null
$$;

-- Notices of posts that stand under other numbers now: `numbers` of the one thread became `became` of the other. What was
-- read of them stays read and stands before what came since. What is told twice for it is one notice, unread where either was.
create or replace function renumber_notices(was bigint, becomes bigint, numbers integer[], became integer[], most_posts integer)
returns void
language plpgsql as $$
begin
    insert into notification as k (person_id, cause, thread_id, actor_id, numbers, times, facts, created_at, renewed_at, read_at)
    select n.person_id, n.cause, becomes, n.actor_id, m.became, case when m.fresh > 0 then m.fresh else cardinality(m.became) end,
           n.facts, n.created_at, n.renewed_at, case when m.fresh > 0 then n.read_at else coalesce(n.read_at, n.renewed_at) end
    from (select n.id, array_agg(x.to_number order by told.at) as became,
                 (count(*) filter (where told.at > cardinality(n.numbers) - n.times))::integer as fresh
          from notification n cross join unnest(n.numbers) with ordinality told(number, at)
          join unnest(renumber_notices.numbers, renumber_notices.became) x(from_number, to_number) on x.from_number = told.number
          where n.thread_id = was group by n.id) m
    join notification n on n.id = m.id
    order by n.person_id, n.cause
    on conflict (person_id, cause, place) do update set
        -- Of one that was read nothing is new beside one that was not.
        (numbers, times) = (
            select fresh_numbers(array_agg(told.number order by told.at > cardinality(s.numbers) - s.fresh, s.nth, told.at), most_posts),
                   least(count(*) filter (where told.at > cardinality(s.numbers) - s.fresh), most_posts)
            from (values (1, k.numbers, case when k.read_at is null or excluded.read_at is not null then k.times else 0 end),
                         (2, excluded.numbers, case when excluded.read_at is null or k.read_at is not null then excluded.times else 0 end))
                     s(nth, numbers, fresh)
            cross join unnest(s.numbers) with ordinality told(number, at)),
        actor_id = case when excluded.renewed_at > k.renewed_at then excluded.actor_id else k.actor_id end,
        renewed_at = greatest(k.renewed_at, excluded.renewed_at),
        read_at = case when k.read_at is not null and excluded.read_at is not null then greatest(k.read_at, excluded.read_at) end;
    -- Letters that wait tell of the posts where they are now, unless something new that they tell of stays.
    update notice_letter l
    set notification_id = k.id,
        numbers = array(select x.to_number from unnest(renumber_notices.numbers, renumber_notices.became) x(from_number, to_number)
                        where x.from_number = any (l.numbers))
    from notification n
    join notification k on k.person_id = n.person_id and k.cause = n.cause and k.thread_id = becomes
    where l.notification_id = n.id and n.thread_id = was and l.numbers && renumber_notices.numbers
      and not exists (select from unnest(fresh_numbers(n.numbers, n.times)) new(number)
                      where new.number = any (l.numbers) and new.number <> all (renumber_notices.numbers));
    perform strip_notices(was, renumber_notices.numbers, null);
end
$$;

-- All posts of one thread come behind those of the other, and the thread is gone. Gives what their numbers grew by.
create or replace function merge_threads(gone bigint, kept bigint, most_posts integer) returns integer
language plpgsql as $$
declare
    into_thread thread := (select t from thread t where t.id = kept);
    from_group bigint := (select t.group_id from thread t where t.id = gone);
    shift integer := into_thread.next_number - 1;
    last_number integer := (select t.next_number - 1 from thread t where t.id = gone);
    solution accepted_answer;
    theirs integer[] := array(select generate_series(1, last_number));
    became integer[] := array(select generate_series(1 + shift, last_number + shift));
begin
    delete from accepted_answer where thread_id = gone returning * into solution;
    -- Places of posts that were split off lead to those already, and do so from where they stand now.
    insert into post_redirect (from_thread, number, post_id)
    select gone, p.number, p.id from post p where p.thread_id = gone on conflict do nothing;
    insert into post_redirect (from_thread, number, post_id)
    select kept, r.number + shift, r.post_id from post_redirect r join post p on p.id = r.post_id
    where r.from_thread = gone and p.thread_id <> gone;
    update post p set thread_id = kept, number = p.number + shift, parent = p.parent + shift,
        role = case when p.role = 'root' or p.role = 'answer' and into_thread.kind <> 'question' then 'reply' else p.role end
    where p.thread_id = gone;
    perform recount_thread(kept);
    perform search_renew(kept, shift);
    -- The thread that stays says which answer solved it; where it does not, the other one does.
    if solution.number is not null and into_thread.kind = 'question' then
        insert into accepted_answer (thread_id, number, accepted_by, accepted_at)
        values (kept, solution.number + shift, solution.accepted_by, solution.accepted_at)
        on conflict (thread_id) do nothing;
    end if;
    -- Who had read the one to its end has read of the other as far as they had.
    update thread_read k set number = shift + g.number, read_at = greatest(k.read_at, g.read_at)
    from thread_read g
    where g.thread_id = gone and k.thread_id = kept and k.person_id = g.person_id and k.number >= shift;
    insert into thread_follow (person_id, thread_id, since)
    select f.person_id, kept, f.since from thread_follow f where f.thread_id = gone on conflict do nothing;
    insert into thread_level (person_id, thread_id, level)
    select l.person_id, kept, l.level from thread_level l where l.thread_id = gone and l.level = 'everything' on conflict do nothing;
    insert into thread_mail_off (person_id, thread_id, since)
    select o.person_id, kept, o.since from thread_mail_off o where o.thread_id = gone on conflict do nothing;
    -- Who asked the one has the problem of the other; nobody says it of what they ask themselves.
    if into_thread.kind = 'question' then
        insert into same_problem (thread_id, person_id, administration_id, followed, at)
        select kept, s.person_id, s.administration_id, s.followed, s.at from same_problem s
        where s.thread_id = gone and s.person_id <> into_thread.author_id
        union all
        select kept, t.author_id, t.author_administration_id, false, t.created_at from thread t
        where t.id = gone and t.kind = 'question' and t.author_id <> into_thread.author_id and t.author_administration_id is not null
        on conflict do nothing;
    end if;
    insert into bookmark (person_id, thread_id, since)
    select b.person_id, kept, b.since from bookmark b where b.thread_id = gone on conflict do nothing;
    update article_source set question_id = kept, number = number + shift where question_id = gone;
    update thread_share set source_id = kept where source_id = gone and thread_id <> kept;
    update model_document set derived_from = kept where derived_from = gone and thread_id <> kept;
    -- What it showed of another one is shown where its words are now; what showed this one shows nothing any more.
    delete from thread_share where thread_id = kept and source_id = gone;
    update thread_share s set thread_id = kept
    where s.thread_id = gone and s.source_id is distinct from kept
      and not exists (select from thread_share k where k.thread_id = kept);
    perform renumber_notices(gone, kept, theirs, became, most_posts);
    update thread_act set other_id = kept where other_id = gone and thread_id <> kept;
    update thread_validity set superseded_by = kept where superseded_by = gone and thread_id <> kept;
    -- What took the place of the one may have been replaced by the other: no way leads round.
    update thread_validity set superseded_by = null, superseded_at = null
    where thread_id = kept and kept in (
        with recursive way(id) as (
            select y.superseded_by from thread_validity y where y.thread_id = kept
            union
            select y.superseded_by from way join thread_validity y on y.thread_id = way.id)
        select way.id from way where way.id is not null);
    -- What was the same as the other one, or as what leads to it, holds it now: it stands for itself, and is open for who asks there.
    with own as (delete from question_duplicate d
                 where d.thread_id = kept and question_leads_to(d.of_thread_id, gone, 50) returning d.thread_id)
    update thread t set closed_at = null, closed_by = null from own where t.id = own.thread_id;
    update question_duplicate set of_thread_id = kept where of_thread_id = gone and thread_id <> kept;
    insert into thread_link (from_thread_id, to_thread_id, kind, created_at)
    select l.from_thread_id, kept, l.kind, l.created_at from thread_link l where l.to_thread_id = gone and l.from_thread_id <> kept
    on conflict do nothing;
    if into_thread.group_id <> from_group then
        update idempotency i set group_id = into_thread.group_id
        where i.post_id in (select p.id from post p where p.thread_id = kept and p.number > shift);
        -- Of whatever was done with the thread that is gone: its texts are for who reads the other one.
        update idempotency i set group_id = into_thread.group_id
        where i.group_id = from_group
          and (i.headers = '/api/v1/threads/' || gone or i.route ~ ('/threads/' || gone || '(/|$)'));
    end if;
    delete from event where thread_id = gone and kind <> 'thread.gone';
    delete from thread where id = gone;
    return shift;
end
$$;

-- The posts of these numbers, and what hangs from them, go to another thread that has none yet, in the order they had; the
-- first becomes what it begins with. Their numbers stay empty where they were. Gives all the numbers that went.
create or replace function split_thread(was bigint, becomes bigint, chosen integer[], most_posts integer) returns integer[]
language plpgsql as $$
declare
    into_kind text := (select t.kind from thread t where t.id = becomes);
    moved post[];
    taken_numbers integer[];
    became integer[];
    places integer[];
    places_under integer[];
begin
    with recursive taken as (
        select p.number from post p where p.thread_id = was and p.number = any (chosen)
        union
        -- What is only the place of one that was split off before stays.
        select p.number from post p join taken t on p.parent = t.number
        where p.thread_id = was and p.role = 'comment'
          and not exists (select from post_redirect r where r.from_thread = was and r.number = p.number))
    select array_agg(p order by p.number), array_agg(p.number order by p.number)
    into moved, taken_numbers
    from post p join taken t on t.number = p.number where p.thread_id = was;
    became := array(select generate_series(1, cardinality(taken_numbers)));
    insert into thread_tag (thread_id, tag_id) select becomes, tt.tag_id from thread_tag tt where tt.thread_id = was;
    delete from accepted_answer a where a.thread_id = was and a.number = any (taken_numbers);
    -- Places that hang from what goes hang from the first post until its own place is there.
    select array_agg(p.number order by p.number), array_agg(p.parent order by p.number) into places, places_under
    from post p where p.thread_id = was and p.parent = any (taken_numbers) and p.number <> all (taken_numbers);
    update post set parent = 1 where thread_id = was and number = any (places);
    update post p set thread_id = becomes, number = m.new_number, parent = above.new_number,
        role = case when m.new_number = 1 then 'root'
                    when p.role = 'comment' and above.new_number is null then 'reply'
                    when p.role = 'answer' and into_kind <> 'question' then 'reply'
                    else p.role end
    from unnest(taken_numbers, became) m(number, new_number)
    join unnest(moved) b on b.number = m.number
    left join unnest(taken_numbers, became) above(number, new_number) on above.number = b.parent
    where p.id = b.id;
    -- Their places stay, as those of deleted posts do: numbers are never given twice.
    insert into post (thread_id, number, parent, role, author_id, author_position, author_administration_id, body, html, created_at, deleted_at)
    select was, b.number, b.parent, b.role, b.author_id, b.author_position, b.author_administration_id, '', '', b.created_at, now()
    from unnest(moved) b order by b.number;
    update post p set parent = x.parent from unnest(places, places_under) x(number, parent)
    where p.thread_id = was and p.number = x.number;
    insert into post_redirect (from_thread, number, post_id) select was, b.number, b.id from unnest(moved) b;
    update article_source s set question_id = becomes, number = x.new_number
    from unnest(taken_numbers, became) x(number, new_number)
    where s.question_id = was and s.number = x.number;
    perform recount_thread(was);
    perform recount_thread(becomes);
    perform search_renew(becomes, 0);
    -- Whoever had read so far has read these.
    insert into thread_read (person_id, thread_id, number, read_at)
    select r.person_id, becomes, c.n, r.read_at
    from thread_read r cross join lateral (select count(*) as n from unnest(taken_numbers) x where x <= r.number) c
    where r.thread_id = was and c.n > 0;
    insert into thread_follow (person_id, thread_id, since) select f.person_id, becomes, f.since from thread_follow f where f.thread_id = was;
    insert into thread_level (person_id, thread_id, level) select l.person_id, becomes, l.level from thread_level l where l.thread_id = was;
    insert into thread_mail_off (person_id, thread_id, since) select o.person_id, becomes, o.since from thread_mail_off o where o.thread_id = was;
    -- Nothing is accepted where they are now.
    perform strip_notices(was, taken_numbers, 'accepted');
    perform renumber_notices(was, becomes, taken_numbers, became, most_posts);
    delete from event e where e.post_id = any (array(select b.id from unnest(moved) b));
    return taken_numbers;
end
$$;
