-- SPDX-License-Identifier: EUPL-1.2
-- Beside writers.
-- The threads of one kind of a group by last activity: the feed walks down these when it is asked for one kind.
create index concurrently thread_group_kind on thread (group_id, kind, last_activity_at desc, id desc);
