-- SPDX-License-Identifier: EUPL-1.2
-- Whether what threads say still holds.

-- Search puts behind what was superseded or said not to hold.
create or replace function validity_searched() returns trigger
language plpgsql as $$
begin
    perform search_renew_standing(new.thread_id);
    return null;
end
$$;
create or replace trigger validity_searched after insert or update of superseded_by, holds, checked_at on thread_validity
    for each row execute function validity_searched();

-- Who looks at a thread again when its day comes: who was to, as long as they are there; else who wrote it, or wrote with
-- them, or whose answer was accepted; else who keeps the group. Nobody while the group is archived.
create or replace function thread_reviewer(thread bigint) returns bigint
language plpgsql stable as $$
declare
    chosen bigint;
begin
    select r.person_id into chosen
    from (select y.review_by as person_id, 1 as n from thread_validity y where y.thread_id = thread_reviewer.thread
          union all select t.author_id, 2 from thread t where t.id = thread_reviewer.thread
          union all select w.person_id, 3 from article_author w where w.thread_id = thread_reviewer.thread and w.accepted_at is not null
          union all select p.author_id, 4 from accepted_answer a join post p on p.thread_id = a.thread_id and p.number = a.number
                    where a.thread_id = thread_reviewer.thread) r
    join thread t on t.id = thread_reviewer.thread
    join plaza_group g on g.id = t.group_id and g.archived_at is null and not g.practice
    join membership m on m.group_id = g.id and m.person_id = r.person_id and m.role <> 'guest'
    join person p on p.id = r.person_id and p.status = 'active'
    order by r.n, r.person_id limit 1;
    if chosen is null then
        select m.person_id into chosen
        from thread t
        join plaza_group g on g.id = t.group_id and g.archived_at is null and not g.practice
        join membership m on m.group_id = g.id and m.role in ('owner', 'moderator', 'host')
        join person p on p.id = m.person_id and p.status = 'active'
        where t.id = thread_reviewer.thread
        order by array_position(array['host', 'moderator', 'owner'], m.role), m.person_id limit 1;
    end if;
    return chosen;
end
$$;

-- Threads that wait to be looked at again, of the groups that somebody keeps and of their own: since when, and why. What was superseded waits
-- for nobody.
create or replace function threads_to_review(viewer bigint, in_group bigint)
returns table (thread_id bigint, why text, since timestamptz)
language sql stable as $$
    select t.id, w.why, w.since
    from readable_groups(viewer) v
    join plaza_group g on g.id = v.group_id and g.archived_at is null
    join thread t on t.group_id = g.id
    left join accepted_answer a on a.thread_id = t.id
    left join post p on p.thread_id = a.thread_id and p.number = a.number
    left join thread_validity y on y.thread_id = t.id
    cross join lateral (
        select why, since from (values
            ('no_longer', case when not y.holds then y.checked_at end, 1),
            ('norm', (select c.created_at from norm_change c where c.id = y.norm_change_id), 2),
            ('asked', y.asked_at, 3),
            ('due', case when y.review_on <= current_date then y.review_on::timestamptz end, 4),
            ('old', unchecked_since(t.kind, t.state, t.created_at, a.accepted_at, y.checked_at), 5)) w(why, since, n)
        where since is not null order by n limit 1) w
    where v.role is not null and (in_group is null or g.id = in_group)
      and (v.role in ('host', 'moderator', 'owner') or t.author_id = viewer or p.author_id = viewer or y.review_by = viewer
           or exists (select from article_author w where w.thread_id = t.id and w.person_id = viewer and w.accepted_at is not null))
      and y.superseded_by is null
$$;

-- What administrators said of changes of a norm, the last ones.
create or replace function norm_changes(norm text) returns json
language sql stable as $$
    select coalesce(json_agg(json_build_object('id', c.id, 'on', c.changed_on, 'sentence', c.sentence, 'articles', to_json(c.articles))
                             order by c.changed_on desc, c.id desc), '[]')
    from (select * from norm_change where norm_id = norm and taken_back_at is null order by changed_on desc, id desc limit 50) c
$$;
