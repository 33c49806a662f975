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

-- The address that the group has when the event is written.
create or replace function event_slug() returns trigger
language plpgsql as $$
begin
    new.slug := (select slug from plaza_group where id = new.group_id);
    return new;
end
$$;
create or replace trigger event_slug before insert on event
    for each row when (new.group_id is not null) execute function event_slug();

-- Nobody may ask to enter a hidden group: whoever waits when it becomes one, or was invited too long ago, is told the
-- end of it under the address they know, which the group leaves after this.
create or replace function group_access_event() returns trigger
language plpgsql as $$
begin
    insert into event (kind, group_id, data) values ('access.group', new.id, new.kind);
    if old.kind = 'open' then
        insert into event (kind, group_id, data) values ('group.closed', new.id, '{}');
    end if;
    if new.kind = 'hidden' then
        with asked as (delete from membership_request where group_id = new.id returning person_id),
             invited as (delete from membership_invitation where group_id = new.id and expires_at <= now() returning person_id),
             gone as (select person_id from asked union select person_id from invited)
        insert into event (kind, person_id, group_id, data)
        select 'membership.changed', gone.person_id, new.id, '{"my_membership":"none"}'
        from gone
        where not exists (select from membership m where m.group_id = new.id and m.person_id = gone.person_id)
          and not exists (select from membership_invitation i where i.group_id = new.id and i.person_id = gone.person_id
                                                                and i.expires_at > now())
        order by gone.person_id;
    end if;
    return null;
end
$$;
create or replace trigger group_access_event after update of kind on plaza_group
    for each row when (old.kind <> new.kind) execute function group_access_event();

-- Whoever belongs to a group that moves, or is invited, is told where it is now, and their notices lead there.
create or replace function group_moved_event() returns trigger
language plpgsql as $$
begin
    insert into event (kind, person_id, group_id, data)
    select 'membership.changed', w.person_id, new.id, json_build_object('my_membership', w.role)
    from (select m.person_id, m.role from membership m where m.group_id = new.id
          union all
          select i.person_id, 'invited' from membership_invitation i
          where i.group_id = new.id and i.expires_at > now()
            and not exists (select from membership m where m.group_id = i.group_id and m.person_id = i.person_id)) w
    order by w.person_id;
    update notification n set facts = n.facts || jsonb_build_object('link', overlay(n.facts ->> 'link' placing '/groups/' || new.slug from 1 for length('/groups/' || old.slug)))
    where n.group_id = new.id and (n.facts ->> 'link' = '/groups/' || old.slug or starts_with(n.facts ->> 'link', '/groups/' || old.slug || '/'));
    return null;
end
$$;
create or replace trigger group_moved_event after update of slug on plaza_group
    for each row when (old.slug <> new.slug) execute function group_moved_event();

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
