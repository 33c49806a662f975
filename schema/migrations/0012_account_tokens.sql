-- SPDX-License-Identifier: EUPL-1.2
-- Links that were mailed to change a password or an address: one at a time for each person and purpose, kept as a digest.
create table account_token (
    token_hash bytea primary key,
    person_id bigint not null references person (id) on delete cascade,
    purpose text not null check (purpose in ('password_reset', 'email_change')),
    -- The one to be verified; of a new password, the one that the link went to.
    address text not null check (address = lower(address)),
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    unique (person_id, purpose)
);
