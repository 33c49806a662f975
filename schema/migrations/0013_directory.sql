-- SPDX-License-Identifier: EUPL-1.2
-- What the directory looks people up by; kept by triggers (schema/replaceable/71_directory.sql).
create table directory (
    person_id bigint primary key references person (id) on delete cascade,
    -- The order of lists: by name, whatever the case and accents.
    sort text collate "C" not null,
    words tsvector not null
);
create index directory_sort on directory (sort, person_id);
create index directory_words on directory using gin (words);

-- What the pages of administrations count.
create index thread_administration on thread (author_administration_id, group_id) where kind = 'question';
