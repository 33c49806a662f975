-- SPDX-License-Identifier: EUPL-1.2
-- Up to when somebody has marked all of a group as read: what they never opened and was written before is not new.
alter table membership add column read_until timestamptz;
