-- SPDX-License-Identifier: EUPL-1.2
-- One job of a key for all that happens within some seconds.
create or replace function enqueue_soon(of_kind text, key text, payload jsonb, seconds int) returns void
language plpgsql as $$
declare
    due timestamptz := now() + seconds * interval '1 second';
begin
    insert into job (kind, payload, unique_key, run_at) values (of_kind, payload, key, due) on conflict (unique_key) do nothing;
    if found then
        return;
    end if;
    -- What waits begins after this transaction now, and sees what it did; what has begun already may not, and what failed waits for long.
    perform from job j where j.unique_key = key and j.locked_until is null and j.run_at <= due for share;
    if not found then
        insert into job (kind, payload, run_at) values (of_kind, payload, due);
    end if;
end
$$;

create or replace function enqueue_soon(of_kind text, of_thread bigint, seconds int) returns void
language sql as $$
    select enqueue_soon(of_kind, of_kind || ':' || of_thread, jsonb_build_object('thread', of_thread), seconds)
$$;
