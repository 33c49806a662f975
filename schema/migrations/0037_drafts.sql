-- SPDX-License-Identifier: EUPL-1.2
-- What people have begun to write, kept so that it is there on their other devices. Nobody else is shown it.
create table draft (
    person_id bigint not null references person (id) on delete cascade,
    place text not null check (place ~ '^[!-~]+$' and length(place) <= 1100),
    fields jsonb not null check (jsonb_typeof(fields) = 'object'),
    page text not null default '' check (length(page) <= 400),
    version bigint not null default (extract(epoch from clock_timestamp()) * 1000)::bigint,
    saved_at timestamptz not null default now(),
    -- Sent or discarded: without its text, so that other devices tell that from what a restored backup has lost.
    ended boolean not null default false check (not ended or fields = '{}'),
    primary key (person_id, place)
);
create index draft_saved on draft (saved_at);
