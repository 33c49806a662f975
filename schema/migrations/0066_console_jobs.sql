-- SPDX-License-Identifier: EUPL-1.2
-- What takes an administrator longer than a request may: jobs do it, and the console shows how it stands.

-- Two accounts that become one: `begun` nothing was done yet, `moving` the account has ended and what it wrote follows.
create table person_merger (
    id bigint primary key default new_id(),
    gone_id bigint not null references person (id) on delete cascade,
    kept_id bigint not null references person (id) on delete cascade,
    by_id bigint not null references person (id) on delete cascade,
    reason text not null,
    state text not null default 'begun' check (state in ('begun', 'moving', 'done', 'refused')),
    refusal text,
    created_at timestamptz not null default now(),
    finished_at timestamptz,
    constraint person_merger_finished check ((finished_at is null) = (state in ('begun', 'moving'))),
    constraint person_merger_refused check ((refusal is null) = (state <> 'refused'))
);
create unique index person_merger_open on person_merger (gone_id) where finished_at is null;
create index person_merger_gone on person_merger (gone_id);
create index person_merger_kept on person_merger (kept_id);
create index person_merger_by on person_merger (by_id);
create index person_merger_created on person_merger (created_at);

-- Mail domains from a file; its text goes when it is done.
create table domain_import (
    id bigint primary key default new_id(),
    by_id bigint not null references person (id) on delete cascade,
    dry_run boolean not null,
    csv text not null,
    digest bytea not null,
    report text not null default '{}',
    created_at timestamptz not null default now(),
    finished_at timestamptz
);
create unique index domain_import_open on domain_import (by_id, dry_run, digest) where finished_at is null;
create index domain_import_by on domain_import (by_id);
create index domain_import_created on domain_import (created_at);
