-- SPDX-License-Identifier: EUPL-1.2
-- People brought in from a file: what the file says of the post waits with the registration.
alter table registration
    add column unit text not null default '',
    add column relation text not null default 'employee' check (relation in ('employee', 'elected', 'adviser', 'external'));

-- A file and how far its job has come; the text goes when it is done.
create table people_import (
    id bigint primary key default new_id(),
    by_id bigint not null references person (id) on delete cascade,
    dry_run boolean not null,
    csv text not null,
    done_line bigint not null default 0,
    report text not null default '{}',
    created_at timestamptz not null default now(),
    finished_at timestamptz
);
create index people_import_by on people_import (by_id);
create index people_import_created on people_import (created_at);
