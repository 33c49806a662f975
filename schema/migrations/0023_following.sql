-- SPDX-License-Identifier: EUPL-1.2
-- Whom and what people follow, for themselves alone, and what they are told of groups and threads.
create table person_follow (
    person_id bigint not null references person (id) on delete cascade,  -- who follows
    followed_id bigint not null references person (id) on delete cascade,
    since timestamptz not null default clock_timestamp(),
    primary key (person_id, followed_id),
    check (person_id <> followed_id)
);
create index person_follow_followed on person_follow (followed_id);

create table tag_follow (
    person_id bigint not null references person (id) on delete cascade,
    tag_id bigint not null references tag (id) on delete cascade,
    since timestamptz not null default clock_timestamp(),
    primary key (person_id, tag_id)
);
create index tag_follow_tag on tag_follow (tag_id);

create table thread_follow (
    person_id bigint not null references person (id) on delete cascade,
    thread_id bigint not null references thread (id) on delete cascade,
    since timestamptz not null default clock_timestamp(),
    primary key (person_id, thread_id)
);
create index thread_follow_thread on thread_follow (thread_id);

-- Threads of an author and of a tag by last activity: the feed walks down these, however many there are.
create index thread_author_activity on thread (author_id, last_activity_at desc, id desc);
drop index thread_author;

alter table thread_tag add column last_activity_at timestamptz not null default now();
update thread_tag tt set last_activity_at = t.last_activity_at from thread t where t.id = tt.thread_id;
create index thread_tag_activity on thread_tag (tag_id, last_activity_at desc, thread_id desc);
drop index thread_tag_tag;

-- Nobody is told of what others ask in a group unless they say so. Until now levels decided nothing.
alter table membership alter column level set default 'mentions';
update membership set level = 'mentions' where level = 'questions';
create index membership_told on membership (group_id, person_id) where level in ('everything', 'questions');
