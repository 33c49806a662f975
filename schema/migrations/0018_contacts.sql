-- SPDX-License-Identifier: EUPL-1.2
-- People of an administration who say that somebody does not work there any more.
create table administration_contact (
    administration_id bigint not null references administration (id) on delete cascade,
    person_id bigint not null references person (id) on delete cascade,
    named_by bigint references person (id) on delete set null,
    named_at timestamptz not null default now(),
    primary key (administration_id, person_id)
);
create index administration_contact_person on administration_contact (person_id);
create index administration_contact_named on administration_contact (named_by) where named_by is not null;

-- Who ended a post, where it was not the person: a contact, or a work address that nobody confirmed.
alter table appointment add column ended_how text check (ended_how in ('contact', 'unconfirmed'));
