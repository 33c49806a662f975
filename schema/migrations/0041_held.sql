-- SPDX-License-Identifier: EUPL-1.2
-- What new columns hold is looked at, and found by an index, apart from adding them: that holds the table, this does not.
alter table thread validate constraint thread_closed;
alter table post validate constraint post_weight;
create index post_edited_by on post (edited_by) where edited_by is not null;
create index thread_closed_by on thread (closed_by) where closed_by is not null;
