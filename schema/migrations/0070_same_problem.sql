-- SPDX-License-Identifier: EUPL-1.2
-- Who has the problem that a question asks about as well, counted by the administration where they had a post when they said so.
create table same_problem (
    thread_id bigint not null references thread (id) on delete cascade,
    person_id bigint not null references person (id),
    administration_id bigint not null references administration (id),
    -- By saying so they began to follow it.
    followed boolean not null,
    at timestamptz not null default clock_timestamp(),
    primary key (thread_id, person_id)
);
create index same_problem_person on same_problem (person_id);
create index same_problem_administration on same_problem (administration_id);
