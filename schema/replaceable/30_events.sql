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
    with waiting as (
        select id, row_number() over (order by id) as n
        from (select id from event where position is null order by id limit 2000) w
    )
    update event e set position = head + w.n from waiting w where e.id = w.id;
    get diagnostics published = row_count;
    update event_head set position = head + published;
    perform pg_notify('plaza_event', '');
    return head + published;
end
$$;
