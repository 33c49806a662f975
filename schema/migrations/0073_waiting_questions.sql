-- SPDX-License-Identifier: EUPL-1.2
-- Beside writers.
-- Questions of a group that wait for an answer, by when they were asked: the queue walks down these.
create index concurrently thread_group_waiting on thread (group_id, created_at, id) where kind = 'question' and answers = 0 and not solved and closed_at is null;
