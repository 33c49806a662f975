-- SPDX-License-Identifier: EUPL-1.2
-- Questions that are asked of people who may know: whom, what they said to that, and what comes next when nobody answers.
create table question_routing (
    thread_id bigint primary key references thread (id) on delete cascade,
    begun_at timestamptz not null default now(),
    asked_at timestamptz,          -- when people were first asked
    nobody_at timestamptz,         -- when there was nobody to ask
    hosts_due_at timestamptz,      -- until then an answer is waited for; none where nothing is waited for
    hosts_asked_at timestamptz,
    network_due_at timestamptz,
    network_asked_at timestamptz,
    next_at timestamptz            -- when it is to be looked at again
);
create index question_routing_next on question_routing (next_at) where next_at is not null;

create table question_ask (
    thread_id bigint not null references question_routing (thread_id) on delete cascade,
    person_id bigint not null references person (id),
    asked_at timestamptz not null default now(),
    why jsonb not null,
    said text check (said in ('passed', 'declined')),
    said_at timestamptz,
    primary key (thread_id, person_id),
    check ((said is null) = (said_at is null))
);
create index question_ask_person on question_ask (person_id, asked_at desc);

-- How many questions a week somebody wants at most, where they said so.
create table routing_settings (
    person_id bigint primary key references person (id) on delete cascade,
    weekly smallint not null check (weekly between 0 and 20)
);

-- About what somebody does not want to be asked: a tag, or questions without tags in a group.
create table routing_declined (
    id bigint primary key default new_id(),
    person_id bigint not null references person (id) on delete cascade,
    tag_id bigint references tag (id) on delete cascade,
    group_id bigint references plaza_group (id) on delete cascade,
    declined_at timestamptz not null default now(),
    unique (person_id, tag_id),
    unique (person_id, group_id),
    check (num_nonnulls(tag_id, group_id) = 1)
);
create index routing_declined_of_tag on routing_declined (tag_id) where tag_id is not null;
create index routing_declined_of_group on routing_declined (group_id) where group_id is not null;

-- Days on which nobody works, besides those of the whole country (national_holiday): of a region by its INE code, of all where it is empty.
create table holiday (
    day date not null,
    region_id text not null default '',
    name text not null check (length(name) between 1 and 100),
    primary key (day, region_id)
);

-- Working days within which the group wants each question answered.
alter table plaza_group add column solution_days smallint not null default 3 check (solution_days between 1 and 30);

create index person_skill_lower on person_skill (lower(skill));
