-- SPDX-License-Identifier: EUPL-1.2
-- The version that scheduling it for the first time made. While it is the one that stands, whoever sent it may send it again
-- because no answer came, also with other words by then; what was changed from elsewhere is none of theirs to replace.
alter table draft_publication add column first_version bigint;
