-- SPDX-License-Identifier: EUPL-1.2
-- The house: administrations, people, groups, threads and posts, events, jobs, audit.

-- Identifiers -----------------------------------------------------------------------------------------------------
-- Public identifiers are a keyed permutation of one sequence: below 2^52, never repeated, telling nothing of counts.
create sequence id_sequence as bigint minvalue 1 maxvalue 4503599627370495;
create table id_key (
    one boolean primary key default true check (one),
    key bigint not null default hashtextextended(gen_random_uuid()::text, 0)
);
insert into id_key default values;

create function new_id() returns bigint
language plpgsql volatile as $$
declare
    n bigint := nextval('id_sequence');
    k bigint := (select key from id_key);
    l bigint := n >> 26;
    r bigint := n & 67108863;
    t bigint;
begin
    for i in 1..4 loop
        t := r;
        r := l # (hashint8extended(r, k + i) & 67108863);
        l := t;
    end loop;
    return (l << 26) | r;
end
$$;

create table installation_secret (
    name text primary key,
    value bytea not null
);
insert into installation_secret (name, value) values
    ('cursor', decode(replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), 'hex'));

-- Facts of this installation that are not settings of a machine.
create table installation (
    one boolean primary key default true check (one),
    name text not null default 'Plaza',
    demo boolean not null default false,
    created_at timestamptz not null default now()
);
insert into installation default values;

-- Administrations -------------------------------------------------------------------------------------------------
create table administration (
    id bigint primary key default new_id(),
    dir3 text not null unique,
    ine text,
    name text not null,
    level text not null default 'municipality'
        check (level in ('municipality', 'minor-entity', 'county', 'association', 'province', 'island', 'region', 'state', 'university', 'other')),
    province_id text,
    province text,
    region_id text,
    region text,
    population integer check (population >= 0),
    band text generated always as (
        case
            when population is null then null
            when population < 1000 then 'lt1000'
            when population < 5000 then '1000-4999'
            when population < 20000 then '5000-19999'
            when population < 50000 then '20000-49999'
            when population < 100000 then '50000-99999'
            else 'ge100000'
        end) stored,
    valid_from date,
    valid_to date,
    successor_id bigint references administration (id),
    check (valid_to is null or valid_from is null or valid_to >= valid_from)
);
create index administration_name on administration (name, id);
create index administration_place on administration (province_id, band);

-- A domain may belong to several administrations: town halls often use their provincial council's.
create table mail_domain (
    domain text not null check (domain = lower(domain)),
    administration_id bigint not null references administration (id) on delete cascade,
    primary key (domain, administration_id)
);
create index mail_domain_administration on mail_domain (administration_id);

-- People ----------------------------------------------------------------------------------------------------------
-- The person stands apart from credentials and e-mail: contributions stay when the work address goes.
create table person (
    id bigint primary key default new_id(),
    name text not null check (length(name) between 1 and 120),
    bio text not null default '',
    language text not null default 'es' check (language in ('es', 'ca', 'gl', 'eu', 'en')),
    status text not null default 'active' check (status in ('active', 'suspended', 'erased', 'imported')),
    network_role text check (network_role in ('administrator', 'auditor')),
    policy_accepted_at timestamptz,
    created_at timestamptz not null default now()
);

-- A post somebody holds (puesto). Several may be current: a secretary shared by three villages.
create table appointment (
    id bigint primary key default new_id(),
    person_id bigint not null references person (id) on delete cascade,
    administration_id bigint not null references administration (id),
    position text not null,
    unit text not null default '',
    relation text not null default 'employee' check (relation in ('employee', 'elected', 'adviser', 'external')),
    main boolean not null default true,
    valid_from date,
    valid_to date
);
create unique index appointment_one_main on appointment (person_id) where main and valid_to is null;
create index appointment_person on appointment (person_id);
create index appointment_administration on appointment (administration_id);

create table person_skill (
    person_id bigint not null references person (id) on delete cascade,
    skill text not null,
    primary key (person_id, skill)
);

create table credential (
    person_id bigint primary key references person (id) on delete cascade,
    email text not null unique check (email = lower(email)),
    password text not null,
    changed_at timestamptz not null default now()
);

create table session (
    id bigint primary key default new_id(),
    token_hash bytea not null unique,
    person_id bigint not null references person (id) on delete cascade,
    second_factor_pending boolean not null default false,
    user_agent text not null default '',
    created_at timestamptz not null default now(),
    last_used_at timestamptz not null default now(),
    expires_at timestamptz not null
);
create index session_person on session (person_id);
create index session_expiry on session (expires_at);

-- Failed sign-ins by account and by address, kept as hashes; delays grow instead of locking.
create unlogged table signin_failure (
    subject bytea primary key,
    failures integer not null,
    last_at timestamptz not null default now()
);

-- Groups ----------------------------------------------------------------------------------------------------------
-- `group` is a reserved word of SQL.
create table plaza_group (
    id bigint primary key default new_id(),
    slug text not null unique check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(slug) between 2 and 80),
    name text not null,
    description text not null default '',
    rules text not null default '',
    kind text not null default 'open' check (kind in ('open', 'private', 'hidden')),
    language text not null default 'es',
    created_by bigint references person (id),
    created_at timestamptz not null default now(),
    archived_at timestamptz
);

create table membership (
    group_id bigint not null references plaza_group (id) on delete cascade,
    person_id bigint not null references person (id) on delete cascade,
    role text not null default 'member' check (role in ('guest', 'member', 'host', 'moderator', 'owner')),
    source text not null default 'hand',
    since timestamptz not null default now(),
    primary key (group_id, person_id)
);
create index membership_person on membership (person_id, group_id);

create table membership_request (
    group_id bigint not null references plaza_group (id) on delete cascade,
    person_id bigint not null references person (id) on delete cascade,
    created_at timestamptz not null default now(),
    primary key (group_id, person_id)
);
create index membership_request_person on membership_request (person_id);

-- Threads and posts -----------------------------------------------------------------------------------------------
create table thread (
    id bigint primary key default new_id(),
    group_id bigint not null references plaza_group (id),
    kind text not null check (kind in ('update', 'question', 'article', 'announcement', 'poll', 'event', 'thanks')),
    title text not null check (length(title) between 1 and 300),
    language text not null default 'es',
    author_id bigint not null references person (id),
    -- The author line is frozen at write time; the name is not, so that erasure reaches it.
    author_position text not null default '',
    author_administration_id bigint references administration (id),
    created_at timestamptz not null default now(),
    last_activity_at timestamptz not null default now(),
    next_number integer not null default 1,
    -- Kept by triggers on post and accepted_answer; `plaza doctor` compares them with a recount.
    answers integer not null default 0,
    replies integer not null default 0,
    solved boolean not null default false,
    state text generated always as (
        case when kind <> 'question' then 'open'
             when solved then 'solved'
             when answers > 0 then 'answered'
             else 'unanswered' end) stored
);
create index thread_group_activity on thread (group_id, last_activity_at desc, id desc);
create index thread_group_open on thread (group_id, last_activity_at desc, id desc) where kind = 'question' and answers = 0 and not solved;
create index thread_group_solved on thread (group_id, last_activity_at desc, id desc) where solved;
create index thread_author on thread (author_id);

create table post (
    id bigint primary key default new_id(),
    thread_id bigint not null references thread (id) on delete cascade,
    number integer not null,
    parent integer,
    role text not null check (role in ('root', 'reply', 'answer', 'comment')),
    author_id bigint not null references person (id),
    author_position text not null default '',
    author_administration_id bigint references administration (id),
    body text not null,
    html text not null,
    useful integer not null default 0,
    imported_up integer not null default 0,
    imported_down integer not null default 0,
    created_at timestamptz not null default now(),
    edited_at timestamptz,
    deleted_at timestamptz,
    unique (thread_id, number),
    foreign key (thread_id, parent) references post (thread_id, number),
    check ((role = 'root') = (number = 1)),
    check (role <> 'comment' or parent is not null),
    check (parent < number),
    check (deleted_at is null or (body = '' and html = ''))
);
create index post_author on post (author_id);

create table post_revision (
    post_id bigint not null references post (id) on delete cascade,
    revision integer not null,
    title text,
    body text not null,
    author_id bigint references person (id),
    created_at timestamptz not null,
    comment text not null default '',
    primary key (post_id, revision)
);

create table useful_mark (
    post_id bigint not null references post (id) on delete cascade,
    person_id bigint not null references person (id) on delete cascade,
    created_at timestamptz not null default now(),
    primary key (post_id, person_id)
);
create index useful_mark_person on useful_mark (person_id);

-- One per thread by its key; that it is an answer of the same thread, by the foreign key and a trigger.
create table accepted_answer (
    thread_id bigint primary key references thread (id) on delete cascade,
    number integer not null,
    accepted_by bigint references person (id),
    accepted_at timestamptz not null default now(),
    foreign key (thread_id, number) references post (thread_id, number)
);

create table tag (
    id bigint primary key default new_id(),
    name text not null unique check (name = lower(name) and length(name) between 1 and 50)
);

create table thread_tag (
    thread_id bigint not null references thread (id) on delete cascade,
    tag_id bigint not null references tag (id) on delete cascade,
    primary key (thread_id, tag_id)
);
create index thread_tag_tag on thread_tag (tag_id, thread_id);

create table thread_read (
    person_id bigint not null references person (id) on delete cascade,
    thread_id bigint not null references thread (id) on delete cascade,
    number integer not null,
    read_at timestamptz not null default now(),
    primary key (person_id, thread_id)
);
create index thread_read_thread on thread_read (thread_id);

create table thread_link (
    from_thread_id bigint not null references thread (id) on delete cascade,
    to_thread_id bigint not null references thread (id) on delete cascade,
    kind text not null check (kind in ('related', 'duplicate')),
    created_at timestamptz not null default now(),
    primary key (from_thread_id, to_thread_id, kind)
);
create index thread_link_to on thread_link (to_thread_id);

-- Where an imported object came from: makes imports repeatable and resumable.
create table import_origin (
    source text not null,
    kind text not null,
    old_id text not null,
    new_id bigint not null,
    digest bytea,
    primary key (source, kind, old_id)
);

-- Events ----------------------------------------------------------------------------------------------------------
-- Written in the transaction of their cause with position null; the publisher gives positions after commit, in an
-- order that respects commits, so that "position greater than the last seen" misses none.
create table event (
    id bigint generated always as identity primary key,
    position bigint unique,
    kind text not null,
    group_id bigint,
    thread_id bigint,
    person_id bigint,  -- to this person only
    post_id bigint,    -- whose text the data holds: goes when the post is deleted
    data text not null,
    created_at timestamptz not null default now()
);
create index event_unpublished on event (id) where position is null;
create index event_age on event (created_at);
create index event_post on event (post_id) where post_id is not null;

create table event_head (
    one boolean primary key default true check (one),
    position bigint not null default 0
);
insert into event_head default values;

-- Jobs ------------------------------------------------------------------------------------------------------------
create table job (
    id bigint generated always as identity primary key,
    kind text not null,
    payload jsonb not null default '{}',
    -- At most one waiting job of the same key: the clock of several processes starts each thing once.
    unique_key text unique,
    run_at timestamptz not null default now(),
    attempts integer not null default 0,
    locked_until timestamptz,
    failed_at timestamptz,
    last_error text,
    created_at timestamptz not null default now()
);
create index job_due on job (run_at) where failed_at is null;

create table schedule_run (
    name text primary key,
    last_run_at timestamptz not null
);

-- Accountability --------------------------------------------------------------------------------------------------
-- Each row's hash covers the row before it. Ids, codes and a salted digest stand here; readable details apart, so
-- that they can be erased without breaking the chain.
create table audit (
    seq bigint primary key,
    at timestamptz not null,
    actor_id bigint,
    action text not null,
    object_kind text not null default '',
    object_id bigint,
    details_digest bytea,
    previous bytea not null,
    hash bytea not null
);
create table audit_detail (
    seq bigint primary key references audit (seq),
    salt bytea not null,
    details jsonb not null
);
create table audit_head (
    one boolean primary key default true check (one),
    seq bigint not null default 0,
    hash bytea not null default '\x0000000000000000000000000000000000000000000000000000000000000000'
);
insert into audit_head default values;

create table idempotency (
    person_id bigint not null references person (id) on delete cascade,
    key text not null,
    route text not null,
    body_hash bytea not null,
    status integer not null,
    headers text not null default '',
    body text not null,
    created_at timestamptz not null default now(),
    primary key (person_id, key)
);
create index idempotency_age on idempotency (created_at);
