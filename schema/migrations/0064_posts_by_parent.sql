-- SPDX-License-Identifier: EUPL-1.2
-- Beside writers.
-- What hangs from a post: asked for each post that changes its place, which looked through its whole thread each time.
create index concurrently post_parent on post (thread_id, parent) where parent is not null;
