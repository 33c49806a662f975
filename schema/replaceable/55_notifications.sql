-- SPDX-License-Identifier: EUPL-1.2
-- Notices: writing them, which of them may be seen now, and their JSON shape.

-- Whether somebody may know of a place: of a thread by its group's content, of a group by its existence.
create or replace function may_be_told(viewer bigint, in_group bigint, of_thread boolean) returns boolean
language plpgsql stable as $$
begin
    return in_group is null or exists (
        select from visible_groups(viewer) v where v.group_id = in_group and (v.may_read or not of_thread));
end
$$;

-- What somebody wants to be told of in a place: what they said of the thread, else everything in a thread that they
-- follow, else what they said of its group; of others' groups, what is said to them.
create or replace function level_of(whom bigint, in_group bigint, in_thread bigint) returns text
language plpgsql stable as $$
begin
    return coalesce(
        (select l.level from thread_level l where l.person_id = whom and l.thread_id = in_thread),
        (select 'everything' from thread_follow f where f.person_id = whom and f.thread_id = in_thread),
        (select m.level from membership m where m.person_id = whom and m.group_id = in_group),
        'mentions');
end
$$;

-- Silence ends what happens in conversations. Decisions on the person, what they have to decide, and announcements, of
-- which there are few, come always.
create or replace function wants_notice(whom bigint, what text, in_group bigint, in_thread bigint) returns boolean
language plpgsql stable as $$
begin
    return coalesce((select c.app from notice_channels(whom) c where c.class = notice_class(what)), true) and case
        when what in ('answer', 'reply', 'comment', 'mention', 'thanks', 'routed') then level_of(whom, in_group, in_thread) <> 'muted'
        when what = 'new_question' then level_of(whom, in_group, in_thread) in ('everything', 'questions')
        when what in ('new_thread', 'new_post') then level_of(whom, in_group, in_thread) = 'everything'
        when what in ('thread_closed', 'thread_reopened', 'thread_moved', 'thread_merged', 'posts_split')
            then level_of(whom, in_group, in_thread) <> 'muted'
        -- Whose question it is wants to know what becomes of the answer that was accepted.
        when what = 'edited' then level_of(whom, in_group, in_thread) = 'everything' or (
            level_of(whom, in_group, in_thread) <> 'muted'
            and exists (select from thread t where t.id = in_thread and t.author_id = whom))
        else true end;
end
$$;

-- Of the posts that a notice tells of, in the order in which they came, those that came since it was read: so many.
create or replace function fresh_numbers(numbers integer[], times integer) returns integer[]
language sql immutable as $$ select numbers[greatest(1, cardinality(numbers) - times + 1):] $$;

-- Asked each time they are listed, counted or read: of what the person lost sight of, nothing is left to see; nor of
-- posts that were deleted, nor of an acceptance that was taken back.
-- Where the posts that came since it was read were deleted, it is as it was then.
create or replace function visible_notices(viewer bigint)
returns table (id bigint, person_id bigint, cause text, group_id bigint, thread_id bigint, place bigint, actor_id bigint, numbers integer[],
               times integer, facts jsonb, created_at timestamptz, renewed_at timestamptz, read_at timestamptz)
language sql stable as $$
    select n.id, n.person_id, n.cause, n.group_id, n.thread_id, n.place, n.actor_id, n.numbers, n.times, n.facts, n.created_at,
           n.renewed_at,
           case when n.read_at is not null or cardinality(n.numbers) <= n.times then n.read_at
                when exists (select from post p where p.thread_id = n.thread_id and p.number = any (fresh_numbers(n.numbers, n.times))
                                                  and p.deleted_at is null) then null
                else n.renewed_at end
    from notification n
    left join thread t on t.id = n.thread_id
    where n.person_id = viewer
      and (coalesce(t.group_id, n.group_id) is null or exists (
              select from visible_groups(viewer) v
              where v.group_id = coalesce(t.group_id, n.group_id) and (v.may_read or n.thread_id is null)))
      and (n.numbers = '{}' or exists (
              select from post p where p.thread_id = n.thread_id and p.number = any (n.numbers) and p.deleted_at is null))
      -- What somebody else has settled waits for nobody; nor what was taken back.
      and (n.cause <> 'group_invitation'
           or exists (select from membership_invitation i where i.group_id = n.group_id and i.person_id = viewer)
           or exists (select from membership m where m.group_id = n.group_id and m.person_id = viewer))
      and (n.cause <> 'application_waiting' or exists (select from registration r where r.state = 'vetting'))
      and (n.cause <> 'confirmation_without_colleagues' or exists (select from registration r where r.state = 'confirming'))
      and (n.cause <> 'norm_changed' or exists (
              select from thread_validity y where y.thread_id = n.thread_id and y.norm_change_id is not null and y.superseded_by is null))
      and (n.cause <> 'review_due' or exists (
              select from thread_validity y where y.thread_id = n.thread_id and y.review_by = viewer and y.review_on <= current_date))
      and (n.cause <> 'author_asked' or exists (
              select from article_author w where w.thread_id = n.thread_id and w.person_id = viewer and w.accepted_at is null))
      and (n.cause not in ('model_appealed', 'model_annulled') or exists (
              select from model_document m where m.thread_id = n.thread_id and n.cause = 'model_' || m.state))
      and (n.cause <> 'model_adopted' or exists (select from model_adoption m where m.thread_id = n.thread_id))
      and (n.cause <> 'check_asked' or exists (
              select from thread_validity y where y.thread_id = n.thread_id and y.asked_at is not null))
      -- Of what was solved meanwhile, or passed on, nothing is asked any more.
      and (n.cause <> 'routed' or not t.solved and t.closed_at is null and exists (
              select from question_ask k where k.thread_id = n.thread_id and k.person_id = viewer and k.said is null))
      and (n.cause <> 'question_waits' or awaits_answer(t))
      and (n.cause <> 'event_cancelled' or exists (
              select from gathering e where e.thread_id = n.thread_id and e.cancelled_at is not null))
      and (n.cause <> 'answer_applied' or exists (
              select from post p join applied_result r on r.post_id = p.id where p.thread_id = n.thread_id and p.number = any (n.numbers)))
      and (n.cause <> 'accepted' or exists (
              select from accepted_answer a where a.thread_id = n.thread_id and a.number = any (n.numbers)))
$$;

-- Asked by servers of the release before. What gives rows of a table takes all of them as they are: one that lists columns fails
-- from when the table has one more until it is replaced.
create or replace function visible_notifications(viewer bigint) returns setof notification
language sql stable as $$
    select n.* from visible_notices(viewer) v join notification n on n.id = v.id
$$;

create or replace view notification_row as
select n.id, n.person_id, n.cause, n.facts, n.created_at, n.renewed_at,
       case when n.read_at is null and cardinality(n.numbers) > n.times and left_over.fresh = 0 then n.renewed_at
            else n.read_at end as read_at,
       n.thread_id, t.title,
       t.kind as thread_kind, g.id as group_id, g.slug, g.name as group_name, newest.number,
       -- Of those that were read before, which one came last is known, and not with how many.
       case when n.numbers = '{}' then n.times when left_over.fresh > 0 then left_over.fresh else 1 end as times,
       -- Who wrote the newest post that is left; of an acceptance, where that is the person's own, who accepted it.
       case when newest.author_id is distinct from n.person_id then coalesce(newest.author_id, n.actor_id)
            else n.actor_id end as actor_id
from notification n
left join thread t on t.id = n.thread_id
left join plaza_group g on g.id = coalesce(t.group_id, n.group_id)
left join lateral (
    select count(*) filter (where p.number = any (fresh_numbers(n.numbers, n.times)))::integer as fresh
    from post p
    where p.thread_id = n.thread_id and p.number = any (n.numbers) and p.deleted_at is null) left_over on true
left join lateral (
    select p.number, p.author_id from post p
    where p.thread_id = n.thread_id and p.number = any (n.numbers) and p.deleted_at is null
    order by p.number = any (fresh_numbers(n.numbers, n.times)) desc, p.number desc limit 1) newest on true;

create or replace function notification_json(r notification_row) returns json
language plpgsql stable as $$
begin
    return json_build_object(
        'id', r.id, 'cause', r.cause,
        'group', case when r.slug is not null then json_build_object('slug', r.slug, 'name', r.group_name) end,
        'thread', case when r.thread_id is not null
                       then json_build_object('id', r.thread_id, 'title', r.title, 'kind', r.thread_kind) end,
        'number', r.number, 'times', r.times,
        'actor', (select person_ref(p.id, p.name, coalesce(a.position, ''), d.id, d.name, d.band, p.shown_photo)
                  from person p
                  left join appointment a on a.person_id = p.id and a.main and a.valid_to is null
                  left join administration d on d.id = a.administration_id
                  where p.id = r.actor_id),
        'facts', r.facts, 'created_at', rfc3339(r.created_at), 'renewed_at', rfc3339(r.renewed_at),
        'read', r.read_at is not null);
end
$$;

-- The event says besides what becomes of the number of unread ones, so that nobody has to ask for it again.
create or replace function notification_event_data(of_id bigint, change integer) returns text
language plpgsql stable as $$
begin
    return (select json_build_object('notification', notification_json(r), 'change', change)::text
            from notification_row r where r.id = of_id);
end
$$;

-- Writes a notice or renews the one that is there; no row where the person is not to be told: their own act, one who
-- is not active, a place of practice, what they may not see, or do not want to be told of.
create or replace function tell_notification(whom bigint, what text, in_group bigint, in_thread bigint, by_whom bigint,
                                             post_number integer, told jsonb, most_posts integer)
returns table (id bigint, group_id bigint, data text)
language plpgsql volatile as $$
declare
    lies_in bigint := coalesce((select t.group_id from thread t where t.id = in_thread), in_group);
    posts integer[] := case when post_number is null then '{}' else array[post_number] end;
    found notification;
    change integer := 1;
    many integer;
begin
    if whom is not distinct from by_whom
       or not exists (select from person p where p.id = whom and p.status = 'active')
       or exists (select from plaza_group g where g.id = lies_in and g.practice)
       or not may_be_told(whom, lies_in, in_thread is not null)
       or not wants_notice(whom, what, lies_in, in_thread) then
        return;
    end if;
    insert into notification (person_id, cause, group_id, thread_id, actor_id, numbers, facts)
    values (whom, what, case when in_thread is null then in_group end, in_thread, by_whom, posts, told)
    on conflict on constraint notification_person_id_cause_place_key do nothing
    returning * into found;
    if found.id is null then
        select n.* into strict found from notification n
        where n.person_id = whom and n.cause = what and n.place = coalesce(in_thread, in_group, 0) for update;
        if found.read_at is null then
            -- What was unread and could not be seen any more counts anew.
            change := case when exists (select from visible_notices(whom) v where v.id = found.id and v.read_at is null)
                           then 0 else 1 end;
            -- Also one that is told of once more comes last.
            posts := array_remove(fresh_numbers(found.numbers, found.times), post_number) || posts;
        end if;
        many := cardinality(posts);
        -- Those of before stay behind them, for when these are deleted.
        posts := array(select u.n from unnest(found.numbers) with ordinality u(n, at) where u.n <> all (posts) order by u.at) || posts;
        posts := posts[greatest(1, cardinality(posts) - most_posts + 1):];
        -- Posts that ended in several places, all unread.
        if what = 'post_ended' and found.read_at is null
           and strpos(found.facts ->> 'administration', told ->> 'administration') = 0 then
            told := told || jsonb_build_object('administration',
                                               concat_ws(', ', found.facts ->> 'administration', told ->> 'administration'));
        end if;
        update notification n
        set numbers = posts, facts = told, actor_id = by_whom, renewed_at = clock_timestamp(), read_at = null,
            times = case when many > 0 then least(many, most_posts) when found.read_at is null then n.times + 1 else 1 end
        where n.id = found.id;
    end if;
    perform write_notice_letter(found, post_number);
    return query select found.id, lies_in, notification_event_data(found.id, change);
end
$$;
