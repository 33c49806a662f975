-- SPDX-License-Identifier: EUPL-1.2
-- The vocabulary of tags, as administrators and hosts of the network keep it. Until now a tag with another name was in it.
alter table tag add column vocabulary boolean not null default false, add column description text not null default '';
update tag set vocabulary = true where exists (select from tag_synonym s where s.tag_id = tag.id);

-- Tags whose threads are taken up anew, how far that has come, and the tag that takes the place of one that is merged.
create table tag_renewal (
    tag_id bigint primary key references tag (id) on delete cascade,
    into_id bigint references tag (id) on delete cascade,
    after_thread bigint not null default 0
);
create index tag_renewal_into on tag_renewal (into_id) where into_id is not null;
