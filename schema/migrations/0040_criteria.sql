-- SPDX-License-Identifier: EUPL-1.2
alter table post
    -- What stands behind an opinion: one's own view, what an administration does, a published criterion, doctrine.
    add column weight text,
    add constraint post_weight check (weight in ('view', 'practice', 'criterion', 'doctrine')) not valid,
    -- Who wrote the text that stands, where that is not whose post it is.
    add column edited_by bigint references person (id);
