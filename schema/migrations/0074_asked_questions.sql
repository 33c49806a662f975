-- SPDX-License-Identifier: EUPL-1.2
-- Beside writers.
-- The questions of a group by when they were asked: how it answers is told of the last months.
create index concurrently thread_group_asked on thread (group_id, created_at) include (id, author_id) where kind = 'question';
