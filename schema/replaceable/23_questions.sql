-- SPDX-License-Identifier: EUPL-1.2
-- Whether a thread is a question that waits for a first answer.
create or replace function awaits_answer(t thread) returns boolean
language sql immutable as $$ select t.kind = 'question' and t.answers = 0 and not t.solved and t.closed_at is null $$;
