-- SPDX-License-Identifier: EUPL-1.2
-- What a new network begins with: other names of tags, and texts to start from.
create table tag_synonym (
    tag_id bigint not null references tag (id) on delete cascade,
    language text not null check (language in ('es', 'ca', 'gl', 'eu', 'en')),
    name text not null check (length(name) between 1 and 80),
    primary key (tag_id, language, name)
);
create index tag_synonym_name on tag_synonym (lower(name));

-- Drafts, templates and prompts, for who runs the network to read, change and use.
create table kit_text (
    name text primary key,
    kind text not null check (kind in ('policy', 'welcome', 'template', 'prompt')),
    title text not null,
    body text not null
);
