-- SPDX-License-Identifier: EUPL-1.2
-- Which articles of a norm changed, where administrators say it; all of it where they do not.
alter table norm_change add column articles text[] not null default '{}';
