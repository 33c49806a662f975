-- SPDX-License-Identifier: EUPL-1.2
-- Threads that change their group.

-- Whether everybody who may read the one group may read the other: then nobody comes to read what was not written for them.
create or replace function readers_within(inner_group bigint, outer_group bigint) returns boolean
language sql stable as $$
    select case
        -- All but guests read it anyway.
        when o.kind = 'open' then not exists (
            select from membership m join person p on p.id = m.person_id
            where m.group_id = i.id and p.guest
              and not exists (select from membership x where x.group_id = o.id and x.person_id = m.person_id))
        when i.kind = 'open' then false
        else not exists (
            select from membership m where m.group_id = i.id
              and not exists (select from membership x where x.group_id = o.id and x.person_id = m.person_id)) end
    from plaza_group i, plaza_group o where i.id = inner_group and o.id = outer_group
$$;

-- Notices of a thread are, for who comes back, something of the group where it is now, and so are answers kept for retries;
-- what was told to its group is told no more. Whoever watches it and may not read there is told nothing more; whoever had it
-- in a list, that it went.
create or replace function thread_group_changed() returns trigger
language plpgsql as $$
declare
    was plaza_group := (select g from plaza_group g where g.id = old.group_id);
    becomes plaza_group := (select g from plaza_group g where g.id = new.group_id);
begin
    delete from thread_pin where thread_id = new.id;
    -- What is on its way to who does not read there, or only watches it, would name the group to them. Whoever may read it is
    -- told to read it again.
    delete from event e
    where e.thread_id = new.id and e.kind <> 'thread.gone'
      and (e.person_id is null or not may_be_told(e.person_id, becomes.id, true));
    update event set group_id = becomes.id, slug = becomes.slug where thread_id = new.id and kind <> 'thread.gone';
    update idempotency i set group_id = becomes.id where i.post_id in (select p.id from post p where p.thread_id = new.id);
    update idempotency i set group_id = becomes.id
    where i.group_id = was.id and (i.headers = '/api/v1/threads/' || new.id or i.route ~ ('/threads/' || new.id || '(/|$)'));
    insert into event (kind, group_id, thread_id, data) values ('access.thread', becomes.id, new.id, becomes.kind);
    -- Who belongs to one open group and to no other does not read the next one.
    insert into event (kind, person_id, group_id, thread_id, data)
    select 'access.thread', m.person_id, becomes.id, new.id, 'none'
    from membership m
    where m.group_id = was.id and m.role = 'guest'
      and not exists (select from membership x where x.group_id = becomes.id and x.person_id = m.person_id)
    order by m.person_id;
    return null;
end
$$;
create or replace trigger thread_group_changed after update of group_id on thread
    for each row when (old.group_id <> new.group_id) execute function thread_group_changed();

-- Takes a thread out of the lists of the group where it was, and of who had it for following its author, a tag or itself.
create or replace function tell_thread_gone(thread bigint, was bigint, becomes bigint) returns void
language plpgsql as $$
begin
    insert into event (kind, group_id, thread_id, data) values ('thread.gone', was, thread, '{}');
    if (select w.kind = 'open' and b.kind <> 'open' from plaza_group w, plaza_group b where w.id = was and b.id = becomes) then
        insert into event (kind, person_id, thread_id, data)
        select 'thread.gone', f.person_id, tell_thread_gone.thread, '{}'
        from (select x.person_id from thread_follow x where x.thread_id = tell_thread_gone.thread
              union select x.person_id from thread t join person_follow x on x.followed_id = t.author_id where t.id = tell_thread_gone.thread
              union select x.person_id from thread_tag tt join tag_follow x on x.tag_id = tt.tag_id where tt.thread_id = tell_thread_gone.thread) f
        join person p on p.id = f.person_id and p.status = 'active' and not p.guest
        where not exists (select from membership m where m.person_id = f.person_id and m.group_id in (was, becomes))
        order by f.person_id;
    end if;
end
$$;
