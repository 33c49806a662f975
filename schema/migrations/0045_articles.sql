-- SPDX-License-Identifier: EUPL-1.2
-- Articles: what they begin with, who writes them together, when they are looked at again, and the question they came from.

-- What an article of the group begins with, in its words; the network's where there is none.
alter table plaza_group add column article_headings text[];

-- Whom the author of an article asked to write it with them; they do once they said yes.
create table article_author (
    thread_id bigint not null references thread (id) on delete cascade,
    person_id bigint not null references person (id) on delete cascade,
    accepted_at timestamptz,
    created_at timestamptz not null default now(),
    primary key (thread_id, person_id)
);
create index article_author_person on article_author (person_id);


-- The answer that became an article, which was copied with its author.
create table article_source (
    article_id bigint primary key references thread (id) on delete cascade,
    question_id bigint not null references thread (id) on delete cascade,
    number integer not null,
    author_id bigint not null references person (id)
);
create index article_source_question on article_source (question_id);
create index article_source_author on article_source (author_id);

-- The day on which somebody looks again at what a thread says.
alter table thread_validity
    add column review_on date,
    add column review_by bigint references person (id),
    add column review_told boolean not null default false,
    add check ((review_on is null) = (review_by is null));
create index thread_validity_review on thread_validity (review_on) where review_on is not null and not review_told;
create index thread_validity_review_by on thread_validity (review_by) where review_by is not null;
