-- SPDX-License-Identifier: EUPL-1.2
-- Photos of profiles in the two sizes they are shown in, as re-encoded by us (about 20 KB together).

create table person_photo (
    person_id bigint primary key references person (id),
    version text not null check (version ~ '^[0-9a-f]{16}$'),
    small bytea not null check (length(small) between 1 and 131072),
    large bytea not null check (length(large) between 1 and 131072),
    at timestamptz not null default now()
);
-- Compressed already.
alter table person_photo alter column small set storage external, alter column large set storage external;

-- Version of the photo where the whole network may see it; kept by triggers, read in each author line.
alter table person add column shown_photo text;

alter table profile_audience drop constraint profile_audience_field_check;
alter table profile_audience add constraint profile_audience_field_check
    check (field in ('photo', 'about', 'ask_me', 'skills', 'languages', 'phone', 'hours', 'history'));
