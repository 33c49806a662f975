-- SPDX-License-Identifier: EUPL-1.2
-- Which thread a post is of, without reading its text: counting citations over all that one may read does nothing else.
create index post_thread_of on post (id) include (thread_id);
