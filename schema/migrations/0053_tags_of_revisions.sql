-- SPDX-License-Identifier: EUPL-1.2
-- The tags of a thread as they stood with each text of its first post; nothing where that is not known.
alter table post_revision add column tags text[];
