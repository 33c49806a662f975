-- SPDX-License-Identifier: EUPL-1.2
-- Texts of the starter kit are read and changed by who administers the network.
alter table kit_text
    -- Counts changes, so that nobody overwrites what they have not seen; 1 is what the kit brought.
    add column version integer not null default 1,
    add column changed_at timestamptz,
    add column changed_by bigint references person (id);
create index kit_text_changed_by on kit_text (changed_by) where changed_by is not null;
