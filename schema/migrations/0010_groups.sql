-- SPDX-License-Identifier: EUPL-1.2
-- Groups that are kept by those who belong to them: settings, requests, invitations, guests, rules, levels, pins.

alter table installation add column members_create_groups boolean not null default true;

-- The account of a guest sees the group it was invited to and no other (schema/replaceable/10_visibility.sql).
alter table person add column guest boolean not null default false;

alter table plaza_group
    add column welcome text not null default '',
    add column official boolean not null default false,
    add column who_starts text not null default 'members' check (who_starts in ('members', 'moderators')),
    -- Whoever could join until now still can; groups made from now on begin with employees.
    add column join_relations text[] not null default '{employee,elected,adviser,external}'
        check (join_relations <@ '{employee,elected,adviser,external}' and cardinality(join_relations) > 0),
    -- Counts changes of the settings, so that nobody overwrites what they have not seen.
    add column version integer not null default 1,
    add column idle_since timestamptz;
alter table plaza_group alter column join_relations set default '{employee}';

alter table membership
    add column level text not null default 'questions' check (level in ('everything', 'questions', 'mentions', 'muted')),
    add constraint membership_source check (source ~ '^(hand|rule:[0-9]+)$');

alter table membership_request add column message text not null default '';

create table membership_refusal (
    group_id bigint not null references plaza_group (id) on delete cascade,
    person_id bigint not null references person (id) on delete cascade,
    reason text not null,
    refused_by bigint references person (id),
    refused_at timestamptz not null default now(),
    primary key (group_id, person_id)
);
create index membership_refusal_person on membership_refusal (person_id);

-- Who left or was removed does not come back by rule.
create table membership_left (
    group_id bigint not null references plaza_group (id) on delete cascade,
    person_id bigint not null references person (id) on delete cascade,
    how text not null check (how in ('left', 'removed')),
    at timestamptz not null default now(),
    primary key (group_id, person_id)
);
create index membership_left_person on membership_left (person_id);

create table membership_invitation (
    group_id bigint not null references plaza_group (id) on delete cascade,
    person_id bigint not null references person (id) on delete cascade,
    role text not null check (role in ('guest', 'member')),
    message text not null default '',
    invited_by bigint not null references person (id),
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    primary key (group_id, person_id)
);
create index membership_invitation_person on membership_invitation (person_id);
create index membership_invitation_made on membership_invitation (invited_by, created_at);

-- Who belongs to a group by what they are. What is null does not matter; what is not, holds of one and the same post.
create table membership_rule (
    id bigint primary key default new_id(),
    group_id bigint not null references plaza_group (id) on delete cascade,
    administration_id bigint references administration (id),
    level text,
    band text,
    province_id text,
    relation text check (relation in ('employee', 'elected', 'adviser', 'external')),
    skill text,
    created_by bigint references person (id),
    created_at timestamptz not null default now(),
    check (num_nonnulls(administration_id, level, band, province_id, relation, skill) > 0)
);
create index membership_rule_group on membership_rule (group_id);
create index membership_rule_administration on membership_rule (administration_id);
create index membership_source_rule on membership (group_id, person_id) where source <> 'hand';

-- What one is told of a thread, where that is not what one is told of its group.
create table thread_level (
    person_id bigint not null references person (id) on delete cascade,
    thread_id bigint not null references thread (id) on delete cascade,
    level text not null check (level in ('everything', 'mentions', 'muted')),
    primary key (person_id, thread_id)
);
create index thread_level_thread on thread_level (thread_id);

-- Places are few, and each holds one thread: how many are pinned is kept by the key, whoever pins at the same time.
create table thread_pin (
    group_id bigint not null references plaza_group (id) on delete cascade,
    place smallint not null check (place between 1 and 5),
    thread_id bigint not null unique references thread (id) on delete cascade,
    pinned_by bigint references person (id),
    pinned_at timestamptz not null default now(),
    primary key (group_id, place)
);

-- Groups whose posts search has to take up anew, and how far that has come.
create table search_regroup (
    group_id bigint primary key references plaza_group (id) on delete cascade,
    after_post bigint not null default 0
);
