-- SPDX-License-Identifier: EUPL-1.2
-- Offices of the network, and why somebody may not use it for now.
alter table person drop constraint person_network_role_check;
alter table person add constraint person_network_role_check
    check (network_role in ('administrator', 'auditor', 'network_host'));
create index person_network_role on person (network_role) where network_role is not null;

create table suspension (
    person_id bigint primary key references person (id) on delete cascade,
    reason text not null check (length(reason) between 1 and 500),
    by_id bigint references person (id) on delete set null,
    at timestamptz not null default now()
);
create index suspension_by on suspension (by_id) where by_id is not null;
