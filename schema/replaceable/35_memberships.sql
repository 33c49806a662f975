-- SPDX-License-Identifier: EUPL-1.2
-- What holds of memberships whatever path they come by.

-- A guest belongs to one group and to nothing else: whoever is given a membership as guest has no other one, and whose
-- account is a guest's gets none of another kind. The lock on the person orders memberships that come at once.
create or replace function membership_guest() returns trigger
language plpgsql as $$
declare
    is_one boolean;
begin
    if new.role = 'guest' then
        select guest into is_one from person where id = new.person_id for no key update;
        if exists (select from membership m where m.person_id = new.person_id and m.group_id <> new.group_id) then
            raise exception using errcode = 'check_violation', constraint = 'membership_guest_alone',
                message = 'violates check constraint "membership_guest_alone"';
        end if;
        if not is_one then update person set guest = true where id = new.person_id; end if;
    else
        select guest into is_one from person where id = new.person_id for share;
        if is_one then
            raise exception using errcode = 'check_violation', constraint = 'membership_of_guest',
                message = 'violates check constraint "membership_of_guest"';
        end if;
    end if;
    return new;
end
$$;
create or replace trigger membership_guest before insert or update of role, person_id on membership
    for each row execute function membership_guest();

-- Somebody else takes over the groups of which this person is the only owner: who has been moderator longest, else host,
-- else member. A group with nobody to take over is archived. Gives how many changed hands. For people who will not
-- come back; that somebody is suspended for some time is no reason.
create or replace function replace_owner(gone bigint) returns integer
language plpgsql as $$
declare
    mine record;
    successor bigint;
    changed integer := 0;
begin
    for mine in
        select g.id, g.archived_at from plaza_group g join membership m on m.group_id = g.id
        where m.person_id = gone and m.role = 'owner'
        order by g.id for update of g
    loop
        -- Asked again under the lock.
        continue when exists (select from membership m join person p on p.id = m.person_id
                              where m.group_id = mine.id and m.role = 'owner' and m.person_id <> gone and p.status = 'active');
        select m.person_id into successor
        from membership m join person p on p.id = m.person_id
        where m.group_id = mine.id and m.person_id <> gone and p.status = 'active' and m.role in ('moderator', 'host', 'member')
        order by array_position('{moderator,host,member}', m.role), m.since, m.person_id
        limit 1;
        if successor is null then
            update plaza_group set archived_at = coalesce(archived_at, now()) where id = mine.id;
            continue;
        end if;
        update membership set role = 'owner', source = 'hand' where group_id = mine.id and person_id = successor;
        update membership set role = 'member' where group_id = mine.id and person_id = gone;
        perform write_audit(null, 'group.owner_replaced', 'group', mine.id,
                            jsonb_build_object('gone', gone, 'successor', successor));
        changed := changed + 1;
    end loop;
    return changed;
end
$$;

create or replace function person_gone() returns trigger
language plpgsql as $$
begin
    perform replace_owner(new.id);
    return null;
end
$$;
create or replace trigger person_gone after update of status on person
    for each row when (new.status = 'erased' and old.status <> 'erased') execute function person_gone();

-- Whether the invitation of somebody from outside to be guest of a group holds: as long as who sent it may invite there.
create or replace function guest_welcome(invited_to bigint, inviter bigint) returns boolean
language sql stable as $$
    select exists (
        select from plaza_group g join membership m on m.group_id = g.id join person p on p.id = m.person_id
        where g.id = invited_to and g.archived_at is null and m.person_id = inviter
          and m.role in ('moderator', 'owner') and p.status = 'active')
$$;

-- An invitation is for coming in once: whoever came in or was removed by whatever way has none left.
create or replace function membership_invited_no_more() returns trigger
language plpgsql as $$
begin
    delete from membership_invitation i
    where i.group_id = coalesce(new.group_id, old.group_id) and i.person_id = coalesce(new.person_id, old.person_id);
    return null;
end
$$;
create or replace trigger membership_invited_no_more after insert or delete on membership
    for each row execute function membership_invited_no_more();

-- What one is told of a group begins as the person wants it for groups, unless it came with the membership. A server of
-- before does not say whether a level was chosen: one that is not what the person wants of groups was.
create or replace function membership_level() returns trigger
language plpgsql as $$
declare
    wanted text;
begin
    if new.level_chosen then
        return new;
    end if;
    wanted := (select p.level from person p where p.id = new.person_id);
    if tg_op = 'INSERT' and new.level = 'mentions' then
        new.level := coalesce(wanted, new.level);
    elsif new.level <> wanted then
        new.level_chosen := true;
    end if;
    return new;
end
$$;
create or replace trigger membership_level before insert or update of level on membership
    for each row execute function membership_level();
