-- SPDX-License-Identifier: EUPL-1.2
-- Files that people put into their texts. The bytes lie in a folder of the server (domain/files/store.hpp).
create table file (
    id bigint primary key default new_id(),
    owner_id bigint not null references person (id),
    name text not null check (length(name) between 1 and 200),
    kind text not null,
    size bigint not null check (size > 0),
    -- Of pictures.
    width integer,
    height integer,
    -- What it is called in the folder: at random, since no name of people's reaches the disk.
    stored text not null unique check (stored ~ '^[0-9a-f]{32}$'),
    -- `refused` is what the scanner has found something in: its bytes are gone, the row tells its owner.
    state text not null default 'ready' check (state in ('checking', 'ready', 'refused')),
    created_at timestamptz not null default now(),
    -- It hangs from the post whose text named it first, and may be read by whoever may read that.
    post_id bigint references post (id) on delete cascade,
    -- Of the post's thread, kept by triggers.
    group_id bigint references plaza_group (id) on delete cascade,
    attached_at timestamptz,
    -- The text as it stands names it; versions before may too.
    shown boolean not null default false,
    check ((width is null) = (height is null)),
    check (num_nulls(post_id, group_id, attached_at) in (0, 3))
);
create index file_of_owner on file (owner_id);
create index file_of_post on file (post_id) where post_id is not null;
create index file_of_group on file (group_id, attached_at desc, id desc) where group_id is not null;
create index file_loose on file (created_at) where post_id is null;

-- What has no row any more and still lies in the folder.
create table file_doomed (stored text primary key);
