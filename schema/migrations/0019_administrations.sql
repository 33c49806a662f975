-- SPDX-License-Identifier: EUPL-1.2
-- What administrators keep of administrations, and what these are found and ordered by.
alter table administration
    add column version integer not null default 1,
    add column website text not null default '',
    -- Where it belongs when province and region do not say it: a minor entity to its town, a town to its county.
    add column parent_id bigint references administration (id),
    -- Kept by a trigger (schema/replaceable/72_administrations.sql).
    add column sort text collate "C" not null default '',
    add column words tsvector not null default '';
create index administration_sort on administration (sort, id);
create index administration_words on administration using gin (words);
create index administration_parent on administration (parent_id) where parent_id is not null;
create index administration_successor on administration (successor_id) where successor_id is not null;
