-- SPDX-License-Identifier: EUPL-1.2
-- Search: what it knows of posts, and the names of legal norms.

-- Legal norms by their reference in the official gazette, and the names people give them.
create table norm (
    id text primary key,
    title text not null,
    -- All its names and all its acronyms, to be found in a text; and one word of each name, which is tried first.
    names tsquery not null,
    hints tsquery not null,
    acronyms tsquery
);
create table norm_alias (
    alias text primary key,
    norm_id text not null references norm (id) on delete cascade,
    -- Its folded words between spaces, to be cut out of a question.
    words text not null,
    -- An acronym counts in a text only in capitals: "ens" is a word of Catalan.
    acronym boolean not null
);
create index norm_alias_norm on norm_alias (norm_id);

-- What search knows of a post, kept by triggers: all that narrows and orders a search stands here, so that no other
-- table is read before the page is known. The lexemes carry no positions; 60_search_text.sql tells their names.
create table post_search (
    post_id bigint primary key references post (id) on delete cascade,
    thread_id bigint not null,
    group_id bigint not null,
    number integer not null,
    kind text not null,
    state text not null,
    created_at timestamptz not null,
    words tsvector not null
);
-- Only the index reads the vectors: out of the rows, which are then walked fast.
alter table post_search alter column words set storage external;
alter table post_search set (toast_tuple_target = 128);
create index post_search_words on post_search using gin (words) with (gin_pending_list_limit = 1024);
create index post_search_thread on post_search (thread_id);

-- How common a lexeme is in the open groups, measured now and then; what is not here is rare.
create table search_frequency (
    lexeme text primary key,
    share real not null
);
create table search_size (
    one boolean primary key default true check (one),
    posts bigint not null default 0,
    languages text[] not null default '{es}'
);
insert into search_size default values;
