-- SPDX-License-Identifier: EUPL-1.2
-- An account that was merged into another one: its address stays with it, reserved, and its page leads to that one.
alter table person drop constraint person_status_check,
    add constraint person_status_check check (status in ('active', 'suspended', 'erased', 'imported', 'pending', 'merged')),
    add column merged_into bigint references person (id),
    add constraint person_merged check ((status = 'merged') = (merged_into is not null));
create index person_merged_into on person (merged_into) where merged_into is not null;

-- An administrator took the second step away; until it is set up again the person is reminded.
alter table credential add column second_factor_reset_at timestamptz;
