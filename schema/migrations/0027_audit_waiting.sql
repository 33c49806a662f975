-- SPDX-License-Identifier: EUPL-1.2
-- What a transaction has written to the audit, until it commits (40_audit.sql). No row outlives its transaction, so none
-- needs to survive a crash.
create unlogged table audit_waiting (
    n bigint generated always as identity primary key,
    actor bigint,
    action text not null,
    object_kind text not null,
    object_id bigint,
    details jsonb not null
);
