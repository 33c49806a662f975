-- SPDX-License-Identifier: EUPL-1.2
-- The second factor: a secret shared with the person's device, and codes for when that is lost.
insert into installation_secret (name, value) values
    ('second_factor', decode(replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), 'hex'));

create table second_factor (
    person_id bigint primary key references person (id) on delete cascade,
    secret text not null,               -- sealed under the key above and bound to the person
    last_step bigint not null default 0,  -- of time, whose code was used last: none is taken twice
    begun_at timestamptz not null default now(),
    confirmed_at timestamptz            -- null while it is being set up
);

create table recovery_code (
    person_id bigint not null references person (id) on delete cascade,
    code_hash bytea not null,
    used_at timestamptz,
    primary key (person_id, code_hash)
);
