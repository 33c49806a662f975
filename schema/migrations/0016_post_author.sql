-- SPDX-License-Identifier: EUPL-1.2
-- post_author_time serves for it. By itself, since whoever writes a post waits while it goes.
drop index post_author;
