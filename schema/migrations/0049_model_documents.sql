-- SPDX-License-Identifier: EUPL-1.2
-- Model documents: articles that others start from. What each is, whose, how it stands, what it came from, and which
-- administrations took it over.
create table model_document (
    thread_id bigint primary key,
    kind text not null default 'article' check (kind = 'article'),
    type text not null check (type in ('ordinance', 'specification', 'report', 'form', 'other')),
    administration_id bigint not null references administration (id),
    state text not null check (state in ('draft', 'in_force', 'appealed', 'annulled')),
    state_since date,
    derived_from bigint references thread (id) on delete set null check (derived_from <> thread_id),
    version integer not null default 1,
    created_at timestamptz not null default now(),
    foreign key (thread_id, kind) references thread (id, kind) on delete cascade
);
create index model_document_thread on model_document (thread_id, kind);
create index model_document_administration on model_document (administration_id);
create index model_document_derived_from on model_document (derived_from) where derived_from is not null;

-- An administration took it over, said by one person of it for all.
create table model_adoption (
    thread_id bigint not null references model_document (thread_id) on delete cascade,
    administration_id bigint not null references administration (id),
    person_id bigint not null references person (id),
    at timestamptz not null default clock_timestamp(),
    primary key (thread_id, administration_id)
);
create index model_adoption_administration on model_adoption (administration_id);
create index model_adoption_person on model_adoption (person_id);
