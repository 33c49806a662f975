-- SPDX-License-Identifier: EUPL-1.2
-- Beside writers.
-- The answers of a question by when they were written: the first of them is looked up for each question that is told of.
create index concurrently post_answered on post (thread_id, created_at) include (author_id) where role = 'answer' and deleted_at is null;
