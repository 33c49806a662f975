-- SPDX-License-Identifier: EUPL-1.2
-- Keeping threads in order. A closed thread takes no more posts but of moderators; who closed it, so that its author may
-- open again what they closed themselves.
alter table thread add column closed_at timestamptz, add column closed_by bigint references person (id),
    add constraint thread_closed check ((closed_at is null) = (closed_by is null)) not valid;

-- What was done to a thread, by whom and why: shown as a line in it.
create table thread_act (
    id bigint primary key default new_id(),
    thread_id bigint not null references thread (id) on delete cascade,
    kind text not null check (kind in ('closed', 'reopened', 'moved', 'merged', 'split', 'split_from')),
    actor_id bigint not null references person (id),
    reason text not null default '',
    at timestamptz not null default clock_timestamp(),
    group_id bigint references plaza_group (id) on delete set null,  -- where it was before it was moved
    other_id bigint references thread (id) on delete set null,       -- where posts went, or came from
    title text not null default '',                                  -- of a thread that was merged into this one
    numbers integer[] not null default '{}'                          -- of the posts that it was about
);
create index thread_act_thread on thread_act (thread_id, at);
create index thread_act_actor on thread_act (actor_id);
create index thread_act_group on thread_act (group_id) where group_id is not null;
create index thread_act_other on thread_act (other_id) where other_id is not null;
