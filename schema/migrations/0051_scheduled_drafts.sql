-- SPDX-License-Identifier: EUPL-1.2
-- Drafts that appear by themselves at a time. What was confirmed is kept as it will be asked for: what is typed into the
-- draft afterwards waits until its writer confirms that too.
create table draft_publication (
    person_id bigint not null,
    place text not null,
    publish_at timestamptz not null,
    group_id bigint not null references plaza_group (id) on delete cascade,
    -- The last part of the path that takes it: POST /groups/{slug}/way.
    way text not null check (way in ('threads', 'announcements', 'polls', 'events', 'models')),
    request json not null check (json_typeof(request) = 'object'),
    -- Of the draft, when it was confirmed.
    version bigint not null,
    -- Why it was not published, as `type` and `errors` of the refusal; and whether its writer was told.
    refused json,
    told boolean not null default false,
    primary key (person_id, place),
    foreign key (person_id, place) references draft (person_id, place) on update cascade on delete cascade
);
create index draft_publication_due on draft_publication (publish_at) where refused is null;
create index draft_publication_group on draft_publication (group_id);
