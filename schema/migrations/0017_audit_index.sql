-- SPDX-License-Identifier: EUPL-1.2
-- The audit is read by what was acted on and by who acted: without these every row was looked at.
create index audit_object on audit (object_id, seq);
create index audit_actor on audit (actor_id, seq);
