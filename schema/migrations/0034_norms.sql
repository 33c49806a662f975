-- SPDX-License-Identifier: EUPL-1.2
-- Which norms posts cite, and what administrators add to the norms and names that come with a release.

-- A citation tells a norm by kind, number and who made it, so the table tells them too.
alter table norm
    -- The audit speaks of things by number.
    add column serial bigint not null default new_id() unique,
    add column kind text,
    add column number text,
    -- Empty for the norms of the State and of the European Union.
    add column community text not null default '',
    -- Tells it from the norm of a community with the same kind, number and year.
    add column dated date,
    -- Added by an administrator: a release leaves it alone.
    add column own boolean not null default false;
-- A release may bring what an administrator had added.
create unique index norm_numbered on norm (kind, number, community) where not own;
alter table norm_alias add column own boolean not null default false;

-- Changes whenever a norm or a name does. At random, so that a value that was rolled back never comes again.
create table norm_version (
    one boolean primary key default true check (one),
    version bigint not null default (random() * 1e15)::bigint
);
insert into norm_version default values;

-- The key of the norm is that of server/domain/norms/citations.hpp: also norms that the table does not know are cited.
create table post_citation (
    post_id bigint not null references post (id) on delete cascade,
    norm text not null,
    article text not null default '',
    part text not null default '',
    primary key (post_id, norm, article, part)
);
create index post_citation_norm on post_citation (norm, article, post_id);
