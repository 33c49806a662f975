-- SPDX-License-Identifier: EUPL-1.2
-- Events that people meet at, with who comes, and who waits for a place.
create table gathering (
    thread_id bigint primary key,
    kind text not null default 'event' check (kind = 'event'),
    starts_at timestamptz not null,
    ends_at timestamptz not null check (ends_at > starts_at),
    place text not null default '' check (length(place) <= 200),
    link text not null default '' check (length(link) <= 1000),
    places integer check (places between 1 and 10000),
    check (place <> '' or link <> ''),
    foreign key (thread_id, kind) references thread (id, kind) on delete cascade
);
create index gathering_thread on gathering (thread_id, kind);

-- In the order in which they came: whoever is beyond the places waits, and comes up when somebody goes.
create table gathering_guest (
    thread_id bigint not null references gathering (thread_id) on delete cascade,
    person_id bigint not null references person (id) on delete cascade,
    signed_up_at timestamptz not null default clock_timestamp(),
    told boolean not null default false,
    primary key (thread_id, person_id)
);
create index gathering_guest_person on gathering_guest (person_id);
create index gathering_guest_order on gathering_guest (thread_id, signed_up_at, person_id);
