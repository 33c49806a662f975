-- SPDX-License-Identifier: EUPL-1.2
-- Counters and states that are stored for speed; `recount()` says where they differ from what they count.

-- Many posts at once count once for each thread: imports write thousands.
create or replace function posts_added() returns trigger
language plpgsql as $$
begin
    update thread t set
        answers = t.answers + a.answers,
        replies = t.replies + a.replies,
        last_activity_at = greatest(t.last_activity_at, a.last_at),
        next_number = greatest(t.next_number, a.last_number + 1)
    from (select thread_id, max(created_at) as last_at, max(number) as last_number,
                 count(*) filter (where role = 'answer' and deleted_at is null) as answers,
                 count(*) filter (where role in ('reply', 'comment') and deleted_at is null) as replies
          from added group by thread_id) a
    where t.id = a.thread_id;
    return null;
end
$$;
create or replace trigger posts_added after insert on post
    referencing new table as added for each statement execute function posts_added();

create or replace function post_counts() returns trigger
language plpgsql as $$
declare
    p post := case when tg_op = 'DELETE' then old else new end;
    change int := (tg_op <> 'DELETE' and new.deleted_at is null)::int - (old.deleted_at is null)::int;
begin
    if change = 0 then return null; end if;
    -- An acceptance goes with its answer.
    if change < 0 then delete from accepted_answer where thread_id = p.thread_id and number = p.number; end if;
    update thread set
        answers = answers + change * (p.role = 'answer')::int,
        replies = replies + change * (p.role in ('reply', 'comment'))::int
    where id = p.thread_id;
    return null;
end
$$;
create or replace trigger post_counts after update of deleted_at or delete on post
    for each row execute function post_counts();

create or replace function useful_counts() returns trigger
language plpgsql as $$
begin
    update post set useful = useful + case tg_op when 'INSERT' then 1 else -1 end
    where id = case tg_op when 'INSERT' then new.post_id else old.post_id end;
    return null;
end
$$;
create or replace trigger useful_counts after insert or delete on useful_mark
    for each row execute function useful_counts();

create or replace function accepted_state() returns trigger
language plpgsql as $$
begin
    if tg_op <> 'DELETE' then
        if not exists (select from post p where p.thread_id = new.thread_id and p.number = new.number
                       and p.role = 'answer' and p.deleted_at is null) then
            raise exception using errcode = 'check_violation', constraint = 'accepted_answer_is_answer',
                message = 'violates check constraint "accepted_answer_is_answer"';
        end if;
        update thread set solved = true where id = new.thread_id and not solved;
    else
        update thread set solved = false where id = old.thread_id and solved;
    end if;
    return null;
end
$$;
create or replace trigger accepted_state after insert or update or delete on accepted_answer
    for each row execute function accepted_state();

-- Every stored counter that differs from what it counts. Empty when all is well.
create or replace function recount()
returns table (counter text, object bigint, stored bigint, counted bigint)
language sql stable as $$
    select 'thread.answers', t.id, t.answers::bigint, c.n
    from thread t, lateral (select count(*) n from post p where p.thread_id = t.id and p.role = 'answer' and p.deleted_at is null) c
    where t.answers <> c.n
    union all
    select 'thread.replies', t.id, t.replies::bigint, c.n
    from thread t, lateral (select count(*) n from post p where p.thread_id = t.id and p.role in ('reply', 'comment') and p.deleted_at is null) c
    where t.replies <> c.n
    union all
    select 'thread.solved', t.id, t.solved::int::bigint, c.n
    from thread t, lateral (select count(*) n from accepted_answer a where a.thread_id = t.id) c
    where t.solved::int <> c.n
    union all
    select 'post.useful', p.id, p.useful::bigint, c.n
    from post p, lateral (select count(*) n from useful_mark u where u.post_id = p.id) c
    where p.useful <> c.n
    union all
    select 'thread_tag.last_activity_at', t.id, extract(epoch from tt.last_activity_at)::bigint, extract(epoch from t.last_activity_at)::bigint
    from thread t join thread_tag tt on tt.thread_id = t.id
    where tt.last_activity_at <> t.last_activity_at
    union all
    -- The number that the next post gets may leave some out, and never comes twice.
    select 'thread.next_number', t.id, t.next_number::bigint, c.n
    from thread t, lateral (select max(p.number) + 1 as n from post p where p.thread_id = t.id) c
    where t.next_number < c.n
$$;

-- Sets one of these right, under the lock of its thread: whoever writes there waits, and is counted after.
create or replace function recount_set_right(counter text, object bigint) returns void
language plpgsql volatile as $$
begin
    perform from thread t
    where t.id = case when counter like 'post.%' then (select p.thread_id from post p where p.id = object) else object end for update;
    case counter
        when 'thread.answers', 'thread.replies', 'thread.next_number' then
            perform recount_thread(object);
        when 'thread.solved' then
            update thread t set solved = exists (select from accepted_answer a where a.thread_id = t.id) where t.id = object;
        when 'thread_tag.last_activity_at' then
            update thread_tag x set last_activity_at = t.last_activity_at from thread t where x.thread_id = t.id and t.id = object;
        when 'post.useful' then
            perform from post p where p.id = object for update;
            update post p set useful = (select count(*) from useful_mark u where u.post_id = p.id) where p.id = object;
    end case;
end
$$;
