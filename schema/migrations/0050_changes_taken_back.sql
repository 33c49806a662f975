-- SPDX-License-Identifier: EUPL-1.2
-- A change of a norm that was taken back is gone for whoever looks; a job goes through the threads that were marked with it.
alter table norm_change add column taken_back_at timestamptz;
