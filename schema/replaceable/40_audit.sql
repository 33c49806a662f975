-- SPDX-License-Identifier: EUPL-1.2
-- The audit chain: SHA-256 over the previous hash and the row, in a text form that a verifier can rebuild.
create or replace function audit_hash(previous bytea, seq bigint, at timestamptz, actor bigint, action text,
                                      object_kind text, object_id bigint, digest bytea)
returns bytea language sql immutable as $$
    select sha256(previous || convert_to(concat_ws('|', seq, (extract(epoch from at) * 1000000)::bigint,
        coalesce(actor, 0), action, object_kind, coalesce(object_id, 0), encode(coalesce(digest, ''), 'hex')), 'UTF8'))
$$;

-- The chain is one for all, so whoever holds its end holds up everybody who writes to it. An entry therefore waits in its
-- own transaction and is linked when that commits, after every other lock has been taken: neither does anybody wait at
-- the chain for somebody's work, nor can two wait for each other there.
create or replace function write_audit(actor bigint, action text, object_kind text, object_id bigint, details jsonb)
returns bigint language sql as $$
    insert into audit_waiting (actor, action, object_kind, object_id, details)
    values (actor, action, object_kind, object_id, details) returning n
$$;

create or replace function link_audit() returns trigger
language plpgsql as $$
declare
    head audit_head;
    salt bytea := decode(replace(gen_random_uuid()::text, '-', ''), 'hex');
    digest bytea := sha256(salt || convert_to(new.details::text, 'UTF8'));
    moment timestamptz;
    linked bytea;
begin
    select * into head from audit_head for update;
    moment := clock_timestamp();
    linked := audit_hash(head.hash, head.seq + 1, moment, new.actor, new.action, new.object_kind, new.object_id, digest);
    insert into audit (seq, at, actor_id, action, object_kind, object_id, details_digest, previous, hash)
    values (head.seq + 1, moment, new.actor, new.action, new.object_kind, new.object_id, digest, head.hash, linked);
    insert into audit_detail (seq, salt, details) values (head.seq + 1, salt, new.details);
    update audit_head set seq = head.seq + 1, hash = linked;
    delete from audit_waiting where n = new.n;
    return null;
end
$$;
do $$
begin
    -- Constraint triggers cannot be replaced.
    if not exists (select from pg_trigger where tgrelid = 'audit_waiting'::regclass and tgname = 'link_audit') then
        create constraint trigger link_audit after insert on audit_waiting
            deferrable initially deferred for each row execute function link_audit();
    end if;
end
$$;

-- The first row at which the chain breaks, or null: edits, deletions, insertions, another order, a cut tail. Of rows
-- that are missing it is the first one.
create or replace function verify_audit() returns bigint
language sql stable as $$
    select min(bad) from (
        select least(a.seq, coalesce(a.seq_before, 0) + 1) as bad
        from (select *, lag(hash) over (order by seq) as before, lag(seq) over (order by seq) as seq_before from audit) a
        where a.hash <> audit_hash(a.previous, a.seq, a.at, a.actor_id, a.action, a.object_kind, a.object_id, a.details_digest)
           or a.previous <> coalesce(a.before, decode(repeat('00', 32), 'hex'))
           or a.seq <> coalesce(a.seq_before, 0) + 1
        union all
        select d.seq from audit_detail d join audit a using (seq)
        where a.details_digest <> sha256(d.salt || convert_to(d.details::text, 'UTF8'))
        union all
        select case when h.seq = last.seq then h.seq else least(h.seq, last.seq) + 1 end
        from audit_head h,
             lateral (select coalesce(max(seq), 0) as seq,
                             coalesce((array_agg(hash order by seq desc))[1], decode(repeat('00', 32), 'hex')) as hash
                      from audit) last
        where h.seq <> last.seq or h.hash <> last.hash
    ) broken
$$;
