-- SPDX-License-Identifier: EUPL-1.2
-- Notices to a person, one for each cause and place, written in the transaction of its cause.

-- Where people try things out: nobody is told of anything that happens there.
alter table plaza_group add column practice boolean not null default false;

create table notification (
    id bigint primary key default new_id(),
    person_id bigint not null references person (id) on delete cascade,
    cause text not null check (cause ~ '^[a-z]+(_[a-z]+)*$'),
    group_id bigint references plaza_group (id) on delete cascade,  -- of a thread, the thread says which
    thread_id bigint references thread (id) on delete cascade,
    place bigint not null generated always as (coalesce(thread_id, group_id, 0)) stored,
    actor_id bigint references person (id) on delete set null,
    -- Posts of the thread that it tells of, the newest last: it goes when none of them is left.
    numbers integer[] not null default '{}',
    times integer not null default 1,  -- that it came since it was last read
    facts jsonb not null default '{}',
    created_at timestamptz not null default clock_timestamp(),
    renewed_at timestamptz not null default clock_timestamp(),
    read_at timestamptz,
    unique (person_id, cause, place)
);
create index notification_list on notification (person_id, renewed_at desc, id desc);
create index notification_unread on notification (person_id) where read_at is null;
create index notification_thread on notification (thread_id) where thread_id is not null;
create index notification_group on notification (group_id) where group_id is not null;
create index notification_actor on notification (actor_id) where actor_id is not null;
create index notification_age on notification (renewed_at);
