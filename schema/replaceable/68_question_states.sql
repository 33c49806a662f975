-- SPDX-License-Identifier: EUPL-1.2
-- How questions stand besides their answers: the same as another one, and waiting again.

-- Whether one leads to the other, each the same as the next; of more than `most` nobody asks.
create or replace function question_leads_to(first bigint, other bigint, most integer) returns boolean
language plpgsql stable as $$
begin
    return exists (
        with recursive way (id, n) as (
            select first, 1
            union all
            select d.of_thread_id, n + 1 from way join question_duplicate d on d.thread_id = way.id where n < most)
        select from way where id = other);
end
$$;

-- Search puts behind what is the same as another question: that one is to be found.
create or replace function question_duplicate_searched() returns trigger
language plpgsql as $$
begin
    perform search_renew_standing(case when tg_op = 'DELETE' then old.thread_id else new.thread_id end);
    return null;
end
$$;
create or replace trigger question_duplicate_searched after insert or delete on question_duplicate
    for each row execute function question_duplicate_searched();

-- What was solved and is not any more waits again, unless that was over at once: a wrong click. Where the question itself is
-- gone there is nothing to say.
create or replace function question_unsolved() returns trigger
language plpgsql as $$
begin
    if tg_op = 'INSERT' then
        delete from question_reopened where thread_id = new.thread_id;
    elsif old.accepted_at < now() - interval '10 minutes' then
        insert into question_reopened (thread_id) select t.id from thread t where t.id = old.thread_id
        on conflict (thread_id) do update set at = excluded.at;
    end if;
    return null;
end
$$;
create or replace trigger question_unsolved after insert or delete on accepted_answer
    for each row execute function question_unsolved();

-- A link of a dump that says so, with who asked as who said it: they open it again themselves. False where it leads round, or
-- is of something else than questions.
create or replace function close_imported_duplicate(thread bigint, other bigint, said_at timestamptz) returns boolean
language plpgsql as $$
begin
    insert into question_duplicate (thread_id, of_thread_id, said_by, at)
    select t.id, o.id, t.author_id, said_at
    from thread t, thread o
    where t.id = close_imported_duplicate.thread and o.id = other and t.kind = 'question' and o.kind = 'question'
      and not question_leads_to(o.id, t.id, 50)
    on conflict do nothing;
    if not found then return false; end if;
    update thread t set closed_at = said_at, closed_by = t.author_id where t.id = close_imported_duplicate.thread and t.closed_by is null;
    return true;
end
$$;
