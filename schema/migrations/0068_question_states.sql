-- SPDX-License-Identifier: EUPL-1.2
-- A question that is the same as another one leads there, and is closed for it; one that was solved or closed and waits for
-- an answer again says since when.
create table question_duplicate (
    thread_id bigint primary key references thread (id) on delete cascade,
    of_thread_id bigint not null references thread (id) on delete cascade check (of_thread_id <> thread_id),
    said_by bigint not null references person (id),
    at timestamptz not null default now()
);
create index question_duplicate_of on question_duplicate (of_thread_id);
create index question_duplicate_said_by on question_duplicate (said_by);

create table question_reopened (
    thread_id bigint primary key references thread (id) on delete cascade,
    at timestamptz not null default now()
);

alter table thread_act
    drop constraint thread_act_kind_check,
    add constraint thread_act_kind_check check (kind in (
        'closed', 'reopened', 'moved', 'merged', 'split', 'split_from',
        'event_changed', 'event_cancelled', 'event_restored', 'poll_changed', 'poll_closed',
        'model_draft', 'model_in_force', 'model_appealed', 'model_annulled', 'duplicate', 'unsolved')) not valid;
