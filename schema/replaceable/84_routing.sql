-- SPDX-License-Identifier: EUPL-1.2
-- Whom a question may be asked of, with what is known of each, and when somebody else is to be asked. Who is chosen of them is
-- decided in domain/routing/decision.cpp.
--
-- What speaks for somebody is taken from the question's own group and from open groups, so that nothing of closed ones shows
-- in who is asked or why. It is bounded: the newest threads of the group, of each tag and of each norm.

-- The moment so many working days after another, at the same time of day where the asker works.
create or replace function working_moment(moment timestamptz, days integer, region text, zone text) returns timestamptz
language sql stable as $$
    select case when days <= 0 then moment else (
        select (d.day + (moment at time zone zone)::time) at time zone zone
        from (select (moment at time zone zone)::date + n as day from generate_series(1, 60 + 3 * days) n) d
        where extract(isodow from d.day) < 6 and not national_holiday(d.day)
          and not exists (select from holiday h where h.day = d.day and h.region_id in ('', coalesce(region, '')))
        order by d.day offset days - 1 limit 1) end
$$;

-- The same after the beginning of a question's wait, by what holds where its asker works.
create or replace function solution_moment(of_thread bigint, since timestamptz, within integer) returns timestamptz
language sql stable as $$
    select working_moment(since, within, a.region_id, h.zone)
    from thread t
    left join administration a on a.id = t.author_administration_id
    cross join lateral mail_hours(t.author_id) h
    where t.id = of_thread
$$;

-- How many questions a week somebody may be asked.
create or replace function weekly_asks(whom bigint) returns integer
language sql stable as $$ select coalesce((select s.weekly from routing_settings s where s.person_id = whom), 3) $$;

-- Answers that may speak for who wrote them: `source` and `name` say for what. `weight` says of threads like it how much they are.
create or replace function routing_answers(of_thread bigint, alike bigint[], likeness double precision[])
returns table (source text, name text, author_id bigint, post_id bigint, at timestamptz, accepted boolean, weight double precision)
language plpgsql stable as $$
declare
    newest constant integer := 300;  -- threads of the group, of each tag and posts of each norm that are looked at
    q thread;
    root bigint;
begin
    select * into q from thread t where t.id = of_thread;
    select p.id into root from post p where p.thread_id = of_thread and p.number = 1;
    return query
        with place as materialized (
            select g.id from plaza_group g where g.id = q.group_id or (g.kind = 'open' and not g.practice)
        ), looked as (
            (select 'group' as source, null::text as name, t.id as thread, 1::double precision as weight from thread t
             where t.group_id = q.group_id and t.kind = 'question' and t.id <> of_thread
             order by t.last_activity_at desc, t.id desc limit newest)
            union all
            select 'tag', g.name, x.thread_id, 1
            from thread_tag own join tag g on g.id = own.tag_id
            cross join lateral (
                select tt.thread_id from thread_tag tt join thread t on t.id = tt.thread_id
                where tt.tag_id = own.tag_id and t.kind = 'question' and t.id <> of_thread and t.group_id in (select place.id from place)
                order by tt.last_activity_at desc, tt.thread_id desc limit newest) x
            where own.thread_id = of_thread
            union all
            select 'alike', null, t.id, a.likeness
            from unnest(alike, likeness) a(thread_id, likeness) join thread t on t.id = a.thread_id
            where t.kind = 'question' and t.id <> of_thread and t.group_id in (select place.id from place)
        )
        select l.source, l.name, p.author_id, p.id, p.created_at, a.number is not null, l.weight
        from looked l
        join thread t on t.id = l.thread
        join post p on p.thread_id = l.thread and p.role = 'answer' and p.deleted_at is null and p.author_id <> t.author_id
        left join accepted_answer a on a.thread_id = p.thread_id and a.number = p.number
        union all
        select 'norm', c.norm, x.author_id, x.id, x.created_at, false, 1
        from (select distinct pc.norm from post_citation pc where pc.post_id = root) c
        cross join lateral (
            select p.id, p.author_id, p.created_at
            from post_citation o join post p on p.id = o.post_id join thread t on t.id = p.thread_id
            where o.norm = c.norm and p.role = 'answer' and p.deleted_at is null and t.id <> of_thread and p.author_id <> t.author_id
              and t.group_id in (select place.id from place)
            order by p.created_at desc limit newest) x;
end
$$;

-- Whether somebody may read a group and write in it, or join it to do so without asking anybody.
create or replace function may_answer(whom bigint, in_group bigint) returns boolean
language plpgsql stable as $$
begin
    return may_be_told(whom, in_group, true) and (
        exists (select from membership m where m.group_id = in_group and m.person_id = whom)
        or exists (select from plaza_group g join appointment a on a.person_id = whom and a.valid_to is null
                   where g.id = in_group and g.kind = 'open' and a.relation = any (g.join_relations))
        and not exists (select from membership_refusal r where r.group_id = in_group and r.person_id = whom));
end
$$;

-- Everybody who may be asked, with what is known of them; `alike` are threads like the question, and how much they are. Only who may read the question, is active and has not muted it; never
-- who asks, and nobody twice.
create or replace function routing_candidates(of_thread bigint, alike bigint[], likeness double precision[])
returns table (person_id bigint, evidence json, town integer, asked_lately integer, weekly integer, away boolean, declined boolean)
language plpgsql stable as $$
declare
    most constant integer := 200;
    q thread;
    home administration;
begin
    select * into q from thread t where t.id = of_thread;
    select * into home from administration a where a.id = q.author_administration_id;
    return query
        with answers as (
            select r.author_id, r.source, r.name, count(*)::integer as times, count(*) filter (where r.accepted)::integer as accepted,
                   sum(r.weight * exp(- r.days / 30)) as month, sum(r.weight * exp(- r.days / 180)) as half_year, sum(r.weight * exp(- r.days / 600)) as years
            from (select a.*, greatest(0, extract(epoch from q.created_at - a.at)) / 86400 as days
                  from routing_answers(of_thread, alike, likeness) a) r
            group by r.author_id, r.source, r.name
        ), skilled as (
            select s.person_id, 'skill' as source, min(s.skill) as name
            from thread_tag tt join tag g on g.id = tt.tag_id
            join lateral (
                select lower(replace(g.name, '-', ' ')) as called union select g.name
                union select lower(y.name) from tag_synonym y where y.tag_id = g.id) n on true
            join person_skill s on lower(s.skill) = n.called
            where tt.thread_id = of_thread
            group by s.person_id, g.id
        ), known as (
            select a.author_id as person_id, a.source, a.name, a.times, a.accepted, a.month, a.half_year, a.years from answers a
            union all
            select s.person_id, s.source, s.name, 1, 0, 0, 0, 1 from skilled s
        ), people as (
            select k.person_id, json_agg(json_build_object('source', k.source, 'name', k.name, 'times', k.times, 'accepted', k.accepted,
                                                           'month', k.month, 'half_year', k.half_year, 'years', k.years)
                                         order by k.source, k.name) as evidence,
                   max(k.years) as weight
            from known k
            where k.person_id <> q.author_id
            group by k.person_id
        ), near as (
            select e.person_id, e.evidence, e.weight, coalesce(d.near, 0) as near
            from people e
            join person p on p.id = e.person_id and p.status = 'active' and p.policy_accepted_at is not null
            left join lateral (
                select case when a.band is distinct from home.band or a.id = home.id then 0
                            when a.province_id = home.province_id then 3 when a.region_id = home.region_id then 2 else 1 end as near
                from appointment o join administration a on a.id = o.administration_id
                where o.person_id = e.person_id and o.main and o.valid_to is null and a.band is not null) d on true
            where not exists (select from question_ask k where k.thread_id = of_thread and k.person_id = e.person_id)
            order by e.weight desc, near desc, e.person_id limit most
        )
        select n.person_id, n.evidence, n.near,
               (select count(*)::integer from question_ask k where k.person_id = n.person_id and k.asked_at > now() - interval '7 days'),
               weekly_asks(n.person_id),
               coalesce((select s.away_until > (now() at time zone 'Europe/Madrid')::date from notice_settings s where s.person_id = n.person_id), false),
               exists (select from routing_declined x where x.person_id = n.person_id
                       and (x.tag_id in (select tt.tag_id from thread_tag tt where tt.thread_id = of_thread)
                            or x.group_id = q.group_id and not exists (select from thread_tag tt where tt.thread_id = of_thread)))
        from near n
        where may_answer(n.person_id, q.group_id)
          and wants_notice(n.person_id, 'routed', q.group_id, of_thread);
end
$$;

-- What is said to readers of how a question was looked after; with what was asked of the viewer, where it was.
create or replace function routing_json(of_thread bigint, viewer bigint) returns text
language sql stable as $$
    select json_build_object(
        'asked_at', rfc3339(r.asked_at), 'nobody_at', rfc3339(r.nobody_at),
        'people', (select count(*) from question_ask k where k.thread_id = r.thread_id),
        'passed', (select count(*) from question_ask k where k.thread_id = r.thread_id and k.said is not null),
        'hosts_due_at', case when awaits_answer(t) then rfc3339(r.hosts_due_at) end, 'hosts_asked_at', rfc3339(r.hosts_asked_at),
        'network_due_at', case when awaits_answer(t) then rfc3339(r.network_due_at) end, 'network_asked_at', rfc3339(r.network_asked_at),
        'mine', (select json_build_object('why', k.why, 'asked_at', rfc3339(k.asked_at), 'said', k.said)
                 from question_ask k where k.thread_id = r.thread_id and k.person_id = viewer))::text
    from question_routing r join thread t on t.id = r.thread_id
    where r.thread_id = of_thread
$$;

-- A question whose last answer went, or that was opened again, waits anew.
create or replace function routing_waits_again() returns trigger
language plpgsql as $$
begin
    update question_routing r
    set hosts_due_at = case when r.hosts_asked_at is null
                            then solution_moment(new.id, now(), (select g.solution_days from plaza_group g where g.id = new.group_id)) end,
        network_due_at = case when r.network_asked_at is null then solution_moment(new.id, now(), 7) end,
        next_at = now()
    where r.thread_id = new.id;
    return null;
end
$$;
create or replace trigger routing_waits_again after update of answers, solved, closed_at on thread
    for each row when (awaits_answer(new) and not awaits_answer(old)) execute function routing_waits_again();
