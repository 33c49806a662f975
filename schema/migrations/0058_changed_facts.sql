-- SPDX-License-Identifier: EUPL-1.2
-- What is asked or called can be changed afterwards, and each change is a line of its thread.
alter table gathering
    add column version integer not null default 1,
    add column changed_at timestamptz,
    add column sign_up_until timestamptz,  -- without it, until the event is over
    add column cancelled_at timestamptz,
    add column cancelled_reason text not null default '';

alter table poll add column version integer not null default 1;

alter table thread_act
    add column changes jsonb not null default '[]',  -- of facts: each with what it is, and how it was and is
    drop constraint thread_act_kind_check,
    add constraint thread_act_kind_check check (kind in (
        'closed', 'reopened', 'moved', 'merged', 'split', 'split_from',
        'event_changed', 'event_cancelled', 'event_restored', 'poll_changed', 'poll_closed')) not valid;
