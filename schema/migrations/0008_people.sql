-- SPDX-License-Identifier: EUPL-1.2
-- What people say of themselves at work, and to whom.
alter table person
    add column ask_me text not null default '',
    add column office_phone text not null default '',
    add column office_hours text not null default '';

create table person_language (
    person_id bigint not null references person (id) on delete cascade,
    language text not null check (language ~ '^[a-z]{2,3}$'),
    primary key (person_id, language)
);

-- To whom a field of a profile is shown; what has no row is shown as `audience_of` says.
create table profile_audience (
    person_id bigint not null references person (id) on delete cascade,
    field text not null check (field in ('about', 'ask_me', 'skills', 'languages', 'phone', 'hours', 'history')),
    audience text not null check (audience in ('network', 'administration', 'groups', 'nobody')),
    primary key (person_id, field)
);

-- What somebody wrote, the most recent first.
create index post_author_time on post (author_id, created_at desc, id desc);
