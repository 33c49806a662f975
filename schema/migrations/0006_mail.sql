-- SPDX-License-Identifier: EUPL-1.2
-- Mail: a letter is a row written in the transaction of its cause, with a job that sends it. The text is made when it
-- is sent, of the facts that stand here.
create table mail (
    id bigint primary key default new_id(),
    person_id bigint references person (id) on delete cascade,
    address text not null,
    kind text not null,
    language text not null,
    -- Links that open an account stand here only until the letter has been accepted.
    facts jsonb not null default '{}',
    -- What stands before the @ of its Message-ID: the same however often it is sent.
    message_id text not null unique,
    state text not null default 'queued' check (state in ('queued', 'accepted', 'refused', 'given_up', 'withdrawn')),
    attempts integer not null default 0,
    -- The last words of the other server, or why it was not sent.
    reply text not null default '',
    created_at timestamptz not null default now(),
    useless_after timestamptz,
    tried_at timestamptz,
    settled_at timestamptz,
    check ((state = 'queued') = (settled_at is null))
);
create index mail_newest on mail (created_at desc, id desc);
create index mail_person on mail (person_id) where person_id is not null;
create index mail_settled on mail (settled_at) where settled_at is not null;

-- Jobs that wait for somebody else's server are done by a worker of their own.
alter table job add column queue text not null default 'common';
drop index job_due;
create index job_due on job (queue, run_at) where failed_at is null;
