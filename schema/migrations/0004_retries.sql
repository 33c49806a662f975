-- SPDX-License-Identifier: EUPL-1.2
-- What a kept answer speaks of: it is given again only while that may be seen, and loses its text with the post.
alter table idempotency
    add column group_id bigint references plaza_group (id) on delete cascade,
    add column post_id bigint references post (id) on delete cascade;
create index idempotency_group on idempotency (group_id) where group_id is not null;
create index idempotency_post on idempotency (post_id) where post_id is not null;

-- Old failures to sign in are cleared away by age.
create index signin_failure_age on signin_failure (last_at);
