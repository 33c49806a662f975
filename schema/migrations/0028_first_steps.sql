-- SPDX-License-Identifier: EUPL-1.2
-- Where people stand in their first steps, and what they are told of groups they join.

-- Written when somebody comes in; who was here before has no row and is asked nothing. A step that was neither done nor
-- skipped is null.
create table first_steps (
    person_id bigint primary key references person (id) on delete cascade,
    post text check (post in ('done', 'skipped')),
    subjects text check (subjects in ('done', 'skipped')),
    groups text check (groups in ('done', 'skipped')),
    level text check (level in ('done', 'skipped')),
    began_at timestamptz not null default now(),
    ended_at timestamptz
);

-- What memberships begin with.
alter table person add column level text not null default 'mentions'
    check (level in ('everything', 'questions', 'mentions', 'muted'));

-- Groups by what they are about.
create index plaza_group_about on plaza_group using gin (to_tsvector('spanish', name || ' ' || description));
