-- SPDX-License-Identifier: EUPL-1.2
-- How people come in: one row for each address that asked or was invited, from its first mail to its end.

-- Registered, and waiting for somebody of their administration to confirm them.
alter table person drop constraint person_status_check,
    add constraint person_status_check check (status in ('active', 'suspended', 'erased', 'imported', 'pending'));

create table registration (
    id bigint primary key default new_id(),
    email text not null check (email = lower(email)),
    token_hash bytea not null unique,   -- of the link that was mailed last
    language text not null default 'es',
    state text not null default 'mailed' check (state in (
        'mailed',      -- the link waits
        'known',       -- the address has an account: its link opens nothing
        'vetting',     -- an administrator decides
        'admitted',    -- decided, and a link was mailed
        'confirming',  -- the person waits for somebody of the administration
        'done', 'refused', 'withdrawn')),
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    inviter_id bigint references person (id) on delete cascade,
    -- What an applicant says, and what was chosen.
    name text not null default '',
    organisation text not null default '',
    reason text not null default '',
    position text not null default '',
    administration_id bigint references administration (id),
    person_id bigint references person (id) on delete cascade,
    decided_by bigint references person (id) on delete set null,
    decided_at timestamptz
);
create index registration_email on registration (email, created_at);
create index registration_waiting on registration (created_at, id) where state in ('vetting', 'confirming');
create index registration_inviter on registration (inviter_id, created_at desc) where inviter_id is not null;
create index registration_administration on registration (administration_id) where administration_id is not null;
create index registration_person on registration (person_id) where person_id is not null;
create index registration_decider on registration (decided_by) where decided_by is not null;
