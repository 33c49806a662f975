-- SPDX-License-Identifier: EUPL-1.2
-- That what an answer or an article says was applied in an administration: one line of what came of it, said there by one
-- person for all, with a document if there is one.
create table applied_result (
    post_id bigint not null references post (id) on delete cascade,
    administration_id bigint not null references administration (id),
    person_id bigint not null references person (id),
    result text not null check (length(result) between 1 and 300),
    file_id bigint references file (id) on delete set null,
    at timestamptz not null default clock_timestamp(),
    changed_at timestamptz,
    primary key (post_id, administration_id)
);
create index applied_result_administration on applied_result (administration_id);
create index applied_result_person on applied_result (person_id);
create index applied_result_file on applied_result (file_id);
