-- SPDX-License-Identifier: EUPL-1.2
-- Which text of a post stands, so that who changes it says which one they had read; and whether a change was small.
alter table post add column version integer not null default 1, add column minor boolean not null default false;
alter table post_revision add column minor boolean not null default false;
