-- SPDX-License-Identifier: EUPL-1.2
-- Whether what a thread says still holds: who checked it and when, what took its place, and which norm changed under it.

-- That a norm changed, as an administrator says it.
create table norm_change (
    id bigint primary key default new_id(),
    norm_id text not null references norm (id) on delete cascade,
    changed_on date not null,
    sentence text not null check (length(sentence) between 1 and 300),
    by_id bigint references person (id),
    created_at timestamptz not null default now()
);
create index norm_change_by on norm_change (by_id);
create index norm_change_norm on norm_change (norm_id, changed_on desc);

create table thread_check (
    id bigint primary key default new_id(),
    thread_id bigint not null references thread (id) on delete cascade,
    person_id bigint not null references person (id),
    holds boolean not null,
    reason text not null default '' check (holds or reason <> ''),
    at timestamptz not null default now()
);
create index thread_check_thread on thread_check (thread_id, at desc);
create index thread_check_person on thread_check (person_id);

-- How a thread stands now; no row for one of which nothing was ever said. The last check stands here too, since lists show it.
create table thread_validity (
    thread_id bigint primary key references thread (id) on delete cascade,
    checked_at timestamptz,
    checked_by bigint references person (id),
    holds boolean,
    -- Somebody asks for a check, and nobody has made one since.
    asked_at timestamptz,
    asked_by bigint references person (id),
    norm_change_id bigint references norm_change (id) on delete set null,
    superseded_by bigint references thread (id) on delete set null,
    superseded_at timestamptz,
    check ((checked_at is null) = (holds is null)),
    check ((asked_at is null) = (asked_by is null)),
    check (superseded_by <> thread_id)
);
create index thread_validity_superseded on thread_validity (superseded_by) where superseded_by is not null;
create index thread_validity_change on thread_validity (norm_change_id) where norm_change_id is not null;
create index thread_validity_checked_by on thread_validity (checked_by) where checked_by is not null;
create index thread_validity_asked_by on thread_validity (asked_by) where asked_by is not null;

-- What does not hold any more comes behind what does; what was checked lately is as new as that.
alter table post_search add column outdated boolean not null default false, add column checked_at timestamptz;
