-- SPDX-License-Identifier: EUPL-1.2
-- Places at events that become free by another way than signing off: a job tells who comes up.

create or replace function gathering_places_freed(threads bigint[]) returns void
language sql as $$
    select enqueue_soon('gatherings.come_up', e.thread_id, 2)
    from gathering e
    where e.thread_id = any (threads) and e.ends_at > now() and e.cancelled_at is null
      and exists (select from gathering_guest w where w.thread_id = e.thread_id and not w.told)
    order by e.thread_id
$$;

-- Who left or was removed does not come: whoever joins again later signs up behind the others. Of an account that is merged
-- the other one comes.
create or replace function gathering_member_left() returns trigger
language plpgsql as $$
declare
    mine bigint[] := array(select w.thread_id from gathering_guest w join thread t on t.id = w.thread_id join gathering e on e.thread_id = t.id
                           where w.person_id = old.person_id and t.group_id = old.group_id and e.ends_at > now());
begin
    if mine <> '{}' then
        delete from gathering_guest w where w.person_id = old.person_id and w.thread_id = any (mine)
            and exists (select from person p where p.id = old.person_id and p.status <> 'merged');
        perform gathering_places_freed(mine);
    end if;
    return null;
end
$$;
create or replace trigger gathering_member_left after delete on membership
    for each row execute function gathering_member_left();

-- Who is suspended does not come either, as long as that holds.
create or replace function gathering_person_away() returns trigger
language plpgsql as $$
begin
    perform gathering_places_freed(array(select w.thread_id from gathering_guest w where w.person_id = new.id));
    return null;
end
$$;
create or replace trigger gathering_person_away after update of status on person
    for each row when (old.status = 'active' and new.status <> 'active') execute function gathering_person_away();

-- Once it ends, others have been told that they have those places: who comes back stands behind them, as who joins again.
create or replace function gathering_person_back() returns trigger
language plpgsql as $$
declare
    mine bigint[] := array(select w.thread_id from gathering_guest w join gathering e on e.thread_id = w.thread_id
                           where w.person_id = new.id and e.places is not null and e.ends_at > now());
begin
    update gathering_guest w set signed_up_at = clock_timestamp(), told = false where w.person_id = new.id and w.thread_id = any (mine);
    perform gathering_places_freed(mine);
    return null;
end
$$;
create or replace trigger gathering_person_back after update of status on person
    for each row when (old.status <> 'active' and new.status = 'active') execute function gathering_person_back();

-- In another group those come who belong to it.
create or replace function gathering_moved() returns trigger
language plpgsql as $$
begin
    perform gathering_places_freed(array[new.id]);
    return null;
end
$$;
create or replace trigger gathering_moved after update of group_id on thread
    for each row when (new.kind = 'event' and old.group_id <> new.group_id) execute function gathering_moved();
