-- SPDX-License-Identifier: EUPL-1.2
-- Polls. Who voted for what is kept, so that a vote can be changed, and shown to nobody.
create table poll (
    thread_id bigint primary key,
    kind text not null default 'poll' check (kind = 'poll'),
    multiple boolean not null,
    closes_at timestamptz,
    foreign key (thread_id, kind) references thread (id, kind) on delete cascade
);
create index poll_thread on poll (thread_id, kind);

create table poll_option (
    thread_id bigint not null references poll (thread_id) on delete cascade,
    place integer not null check (place between 1 and 10),
    text text not null check (length(text) between 1 and 200),
    primary key (thread_id, place)
);

create table poll_vote (
    thread_id bigint not null,
    place integer not null,
    person_id bigint not null references person (id) on delete cascade,
    primary key (thread_id, place, person_id),
    foreign key (thread_id, place) references poll_option (thread_id, place) on delete cascade
);
create index poll_vote_person on poll_vote (person_id, thread_id);
