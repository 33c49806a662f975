-- SPDX-License-Identifier: EUPL-1.2
-- Letters of notices: written with the notice, held until the person's hours, and asked again when they are sent.

-- So long a letter waits at least: who is reading gets none, and what comes together goes in one.
create or replace function mail_patience() returns interval
language sql immutable as $$ select interval '2 minutes' $$;

-- Never to an address that is known to reach nobody or that nobody confirmed again, nor to who has not come in yet. Who changed
-- a text has not written.
create or replace function mail_wanted(whom bigint, what text, in_thread bigint) returns boolean
language plpgsql stable as $$
begin
    return what <> 'edited'
        and exists (select from person p join credential c on c.person_id = p.id
                    where p.id = whom and p.policy_accepted_at is not null and c.bounced_at is null and c.lapsed_at is null)
        and exists (select from notice_channels(whom) c where c.class = notice_class(what) and c.mail)
        and not exists (select from thread_mail_off o where o.person_id = whom and o.thread_id = in_thread);
end
$$;

-- Whether somebody to whom a post speaks anyhow hears of it as one who is named in it: that has a notice of its own, which leads
-- there. Not where less of it would reach them.
create or replace function better_by_name(whom bigint, what text, in_group bigint, in_thread bigint) returns boolean
language plpgsql stable as $$
begin
    return wants_notice(whom, 'mention', in_group, in_thread)
        and (mail_wanted(whom, 'mention', in_thread) or not mail_wanted(whom, what, in_thread));
end
$$;

-- Called by who holds the notice. What waits already takes this with it.
create or replace function write_notice_letter(told notification, post_number integer) returns void
language plpgsql volatile as $$
declare
    wanted_at timestamptz;
    written bigint;
begin
    if not mail_wanted(told.person_id, told.cause, told.thread_id) then
        return;
    end if;
    update notice_letter l
    set numbers = array(select u.n from (select distinct x as n from unnest(l.numbers || post_number) x where x is not null) u
                        order by u.n desc limit 50)
    from mail m
    where l.notification_id = told.id and not l.sealed and m.id = l.mail_id and m.state = 'queued';
    if found then
        return;
    end if;
    wanted_at := mail_moment(told.person_id, clock_timestamp() + mail_patience());
    insert into mail (person_id, address, kind, language, facts, message_id, useless_after)
    select p.id, c.email, 'notice_' || notice_class(told.cause), p.language, '{}',
           translate(encode(decode(replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), 'hex'), 'base64'), '+/=', '-_'),
           wanted_at + interval '7 days'
    from person p join credential c on c.person_id = p.id
    where p.id = told.person_id
    returning mail.id into written;
    if written is null then
        return;
    end if;
    insert into notice_letter (mail_id, notification_id, class, numbers)
    values (written, told.id, notice_class(told.cause), case when post_number is null then '{}' else array[post_number] end);
    -- A queue of their own: when the hours of many begin, a new password goes before all of these.
    insert into job (kind, payload, unique_key, queue, run_at)
    values ('mail.send', jsonb_build_object('mail', written), 'mail:' || written, 'mail.notices', wanted_at);
end
$$;

-- What a letter says now. No row where there is nothing to say any more: the notice was read or taken back, what it tells of
-- cannot be seen or was read, mail is not wanted. Where the group keeps its texts out of letters, neither question nor text nor
-- author is in it, and of a hidden group not even its name.
create or replace function notice_letter_facts(letter bigint)
returns table (person_id bigint, thread_id bigint, class_place integer, facts text)
language sql stable as $$
    select m.person_id, n.thread_id, c.place, json_strip_nulls(json_build_object(
        'closed', case when k.closed then 1 end,
        'name', p.name,
        'group', case when not k.closed or g.kind <> 'hidden' then g.name end,
        'title', case when not k.closed then t.title end,
        'replied_in', case when not k.closed and n.cause <> 'thanks' then t.title end,
        'accepted_in', case when not k.closed and n.cause = 'accepted' then t.title end,
        'applied_in', case when not k.closed and n.cause = 'answer_applied' then t.title end,
        'thanked_in', case when not k.closed and n.cause = 'thanks' then t.title end,
        'who', case when not k.closed then a.name || coalesce(' (' || d.name || ')', '') end,
        'text', case when not k.closed and newest.author_id = w.id then nullif(newest.body, '') end,
        'more', case when not k.closed and posts.counted > 1 then posts.counted - 1 end,
        'join_group', case when n.cause = 'membership_requested' and not k.closed then g.name end,
        'to_confirm', case when n.cause in ('person_awaits_confirmation', 'confirmation_without_colleagues') then n.times end,
        'to_admit', case when n.cause = 'application_waiting' then n.times end,
        'to_write', case when n.cause = 'author_asked' and not k.closed then t.title end,
        'to_check', case when n.cause = 'check_asked' and not k.closed then t.title end,
        'to_review', case when n.cause = 'review_due' and not k.closed then t.title end,
        'to_answer', case when n.cause = 'question_waits' and not k.closed then t.title end,
        'why_tag', why.tag ->> 'name', 'why_tag_times', why.tag ->> 'times', 'why_norm', why.norm ->> 'name', 'why_skill', why.skill ->> 'name',
        'why_alike', why.alike ->> 'times', 'why_group', case when why.busy is not null then g.name end,
        'why_town', case when why.town is not null then (select h.name from administration h where h.id = t.author_administration_id) end,
        'link', case when n.thread_id is not null then '/threads/' || n.thread_id || coalesce('#p' || newest.number, '')
                     -- The address of a hidden group says what it is called.
                     when g.kind = 'hidden' then '/notifications'
                     when n.facts ? 'link' then n.facts ->> 'link'
                     when g.id is not null then '/groups/' || g.slug
                     else '/notifications' end))::text
    from notice_letter l
    join mail m on m.id = l.mail_id
    join person p on p.id = m.person_id and p.status = 'active'
    join notice_classes() c on c.class = l.class
    cross join lateral (
        select v.* from visible_notices(m.person_id) v where v.id = l.notification_id and v.read_at is null) n
    left join thread t on t.id = n.thread_id
    left join plaza_group g on g.id = coalesce(t.group_id, n.group_id)
    cross join lateral (
        select not mail_carries_content(g.id) and (n.thread_id is not null or g.kind = 'hidden') as closed) k
    cross join lateral (
        select count(*)::integer as counted, max(x.number) as last
        from post x
        where x.thread_id = n.thread_id and x.number = any (l.numbers) and x.deleted_at is null
          and x.number = any (fresh_numbers(n.numbers, n.times))
          -- Read since; who is named in an older post by a change of it had read that before.
          and not exists (select from thread_read r where r.person_id = m.person_id and r.thread_id = x.thread_id
                          and r.number >= x.number and r.read_at > m.created_at)) posts
    -- Why somebody is asked, which only questions that were asked of people say.
    cross join lateral (
        select jsonb_path_query_first(f.said, '$[*] ? (@.why == "tag")') as tag, jsonb_path_query_first(f.said, '$[*] ? (@.why == "norm")') as norm,
               jsonb_path_query_first(f.said, '$[*] ? (@.why == "skill")') as skill, jsonb_path_query_first(f.said, '$[*] ? (@.why == "alike")') as alike,
               jsonb_path_query_first(f.said, '$[*] ? (@.why == "group")') as busy, jsonb_path_query_first(f.said, '$[*] ? (@.why == "town")') as town
        from (select case when n.cause = 'routed' and not k.closed then n.facts -> 'why' end as said) f) why
    left join post newest on newest.thread_id = n.thread_id and newest.number = posts.last
    cross join lateral (
        select case when newest.author_id is distinct from m.person_id then coalesce(newest.author_id, n.actor_id)
                    else n.actor_id end as id) w
    left join person a on a.id = w.id
    left join lateral (
        select coalesce(case when newest.author_id = w.id then newest.author_administration_id end,
                        (select o.administration_id from appointment o where o.person_id = w.id and o.main and o.valid_to is null)) as id) at on true
    left join administration d on d.id = at.id
    where l.mail_id = letter
      and (l.numbers = '{}' or posts.counted > 0)
      and (g.id is null or not g.practice)
      and wants_notice(m.person_id, n.cause, g.id, n.thread_id)
      and mail_wanted(m.person_id, n.cause, n.thread_id)
      and (n.cause <> 'membership_requested' or exists (select from membership_request r where r.group_id = n.group_id))
$$;

-- Takes the letter out of what still grows, or says how many seconds it has to wait for the person's hours.
create or replace function seal_notice_letter(letter bigint) returns integer
language plpgsql volatile as $$
declare
    whom bigint;
    moment timestamptz;
begin
    -- The notice first, as who tells of something holds it.
    perform from notification n where n.id = (select l.notification_id from notice_letter l where l.mail_id = letter) for update;
    select m.person_id into whom from mail m where m.id = letter;
    moment := mail_moment(whom, clock_timestamp());
    if moment > clock_timestamp() then
        return ceil(extract(epoch from moment - clock_timestamp()));
    end if;
    update notice_letter l set sealed = true where l.mail_id = letter and not l.sealed;
    return 0;
end
$$;

-- By the letter itself, which nobody else has. Without a thread it ends the class.
create or replace function stop_mail(whom bigint, of_thread bigint, class_place integer, stop boolean) returns void
language plpgsql volatile as $$
declare
    of_class text := (select c.class from notice_classes() c where c.place = class_place);
    -- What was merged into another since is meant with that.
    stands bigint := coalesce((select t.id from thread t where t.id = of_thread),
                              (select p.thread_id from post_redirect r join post p on p.id = r.post_id
                               where r.from_thread = of_thread and r.number = 1));
begin
    if not exists (select from person p where p.id = whom and p.status = 'active') then
        return;
    end if;
    if of_thread > 0 then
        if stop then
            insert into thread_mail_off (person_id, thread_id) select whom, t.id from thread t where t.id = stands for key share
            on conflict do nothing;
        else
            delete from thread_mail_off o where o.person_id = whom and o.thread_id = stands;
        end if;
    elsif of_class is not null then
        insert into notice_settings as s (person_id, channels)
        values (whom, jsonb_build_object(of_class, jsonb_build_object('mail', not stop)))
        on conflict (person_id) do update
        set channels = s.channels || jsonb_build_object(of_class, coalesce(s.channels -> of_class, '{}') || jsonb_build_object('mail', not stop));
    end if;
end
$$;

-- Without a mail server, or for one that was away for long: what is too late is not kept waiting.
create or replace function forget_late_notice_letters() returns void
language sql volatile as $$
    with late as (
        update mail m set state = 'withdrawn', reply = 'too late: what it says has ended', settled_at = now()
        where m.state = 'queued' and m.useless_after < now() and exists (select from notice_letter l where l.mail_id = m.id)
        returning m.id)
    delete from job j using late where j.unique_key = 'mail:' || late.id
$$;
