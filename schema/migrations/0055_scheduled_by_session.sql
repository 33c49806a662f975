-- SPDX-License-Identifier: EUPL-1.2
-- From which session a text was given its time: those that end for safety take what was scheduled from them along. Unknown for
-- what was scheduled before.
alter table draft_publication add column session_id bigint;
