-- SPDX-License-Identifier: EUPL-1.2
-- Publishing: one at a time, each event gets the next position. The lock on event_head comes first and each
-- statement after it takes a new snapshot, so whatever committed before is seen; identity values of conflicting
-- transactions follow their commits because events are written last, under the locks of what they tell.
create or replace function publish_events() returns bigint
language plpgsql as $$
declare
    head bigint;
    published bigint;
begin
    if not exists (select from event where position is null) then
        return (select position from event_head);
    end if;
    select position into head from event_head for update;
    -- Locked before they are counted: one that is being taken back meanwhile (see events.forget_post) gets no number.
    with waiting as (
        select id, row_number() over (order by id) as n
        from (select id from event where position is null order by id limit 2000 for update) w
    )
    update event e set position = head + w.n from waiting w where e.id = w.id;
    get diagnostics published = row_count;
    update event_head set position = head + published;
    perform pg_notify('plaza_event', '');
    return head + published;
end
$$;

-- What changes who may receive what is told to every server by the database itself, whatever path it came by; the
-- servers act on it in the order of commits. Kinds that begin with "access." never leave the server.
create or replace function membership_event() returns trigger
language plpgsql as $$
begin
    if tg_op = 'UPDATE' and new.role = old.role then return null; end if;
    insert into event (kind, person_id, group_id, data)
    select 'membership.changed', coalesce(new.person_id, old.person_id), coalesce(new.group_id, old.group_id),
           json_build_object('my_membership', case tg_op when 'DELETE' then 'none' else new.role end)
    where exists (select from plaza_group where id = coalesce(new.group_id, old.group_id));
    return null;
end
$$;
-- The account of a guest who is removed reads nothing any more, not even open groups.
create or replace function guest_access_event() returns trigger
language plpgsql as $$
begin
    insert into event (kind, person_id, data) select 'access.person', p.id, p.status from person p where p.id = old.person_id;
    return null;
end
$$;
create or replace trigger guest_access_event after delete on membership
    for each row when (old.role = 'guest') execute function guest_access_event();

create or replace trigger membership_event after insert or update or delete on membership
    for each row execute function membership_event();

create or replace function group_access_event() returns trigger
language plpgsql as $$
begin
    insert into event (kind, group_id, data) values ('access.group', new.id, new.kind);
    return null;
end
$$;
create or replace trigger group_access_event after update of kind on plaza_group
    for each row when (old.kind <> new.kind) execute function group_access_event();

create or replace function person_access_event() returns trigger
language plpgsql as $$
begin
    insert into event (kind, person_id, data) values ('access.person', new.id, new.status);
    return null;
end
$$;
create or replace trigger person_access_event after update of status, policy_accepted_at, guest on person
    for each row when (old.status <> new.status or (new.policy_accepted_at is null and old.policy_accepted_at is not null)
                       or (new.guest and not old.guest))
    execute function person_access_event();

create or replace function session_access_event() returns trigger
language plpgsql as $$
begin
    insert into event (kind, person_id, data) values ('access.session', old.person_id, old.id::text);
    return null;
end
$$;
create or replace trigger session_access_event after delete on session
    for each row execute function session_access_event();
