-- SPDX-License-Identifier: EUPL-1.2
-- What a search does must not depend on what its reader may not see: neither its stems nor its time.

-- Languages there are in a group; a question is stemmed in those of the groups its reader may read.
create table search_group_language (
    group_id bigint not null references plaza_group (id) on delete cascade,
    language text not null,
    primary key (group_id, language)
);
alter table search_size drop column languages;

-- Posts of open groups are marked as such inside the index: stored anew by reference/search.sql.
delete from post_search;
drop function if exists search_stages(text);
