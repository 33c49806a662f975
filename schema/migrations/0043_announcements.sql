-- SPDX-License-Identifier: EUPL-1.2
-- Announcements: a thread that every member, or everybody of the network, is asked to read; and what people keep for
-- themselves or show in another group.
create unique index thread_id_kind on thread (id, kind);

create table announcement (
    thread_id bigint primary key,
    kind text not null default 'announcement' check (kind = 'announcement'),
    -- Where it was made, for the limit; the thread may move.
    group_id bigint not null references plaza_group (id),
    network boolean not null,
    urgent_reason text check (length(urgent_reason) between 1 and 500),
    announced_at timestamptz not null default now(),
    until timestamptz not null,
    foreign key (thread_id, kind) references thread (id, kind) on delete cascade
);
create index announcement_group on announcement (group_id, announced_at desc);
create index announcement_thread on announcement (thread_id, kind);
create index announcement_until on announcement (until);

create table announcement_read (
    thread_id bigint not null references announcement (thread_id) on delete cascade,
    person_id bigint not null references person (id) on delete cascade,
    at timestamptz not null default now(),
    primary key (thread_id, person_id)
);
create index announcement_read_person on announcement_read (person_id);

create table bookmark (
    person_id bigint not null references person (id) on delete cascade,
    thread_id bigint not null references thread (id) on delete cascade,
    since timestamptz not null default clock_timestamp(),
    primary key (person_id, thread_id)
);
create index bookmark_since on bookmark (person_id, since desc, thread_id desc);
create index bookmark_thread on bookmark (thread_id);

-- That a thread shows another one. Its text is never copied: who may not read it is not told what it is.
create table thread_share (
    thread_id bigint primary key references thread (id) on delete cascade,
    source_id bigint references thread (id) on delete set null
);
create index thread_share_source on thread_share (source_id);
