-- SPDX-License-Identifier: EUPL-1.2
-- Where posts are that stood elsewhere, by the thread and number they had: links go on working. A post keeps its row, so
-- that one it was moved with twice is found from both places. The thread may be gone.
create table post_redirect (
    from_thread bigint not null,
    number integer not null,
    post_id bigint not null references post (id) on delete cascade,
    primary key (from_thread, number)
);
create index post_redirect_post on post_redirect (post_id);
