-- SPDX-License-Identifier: EUPL-1.2
-- Whether the person said themselves what they are told of a group, or it only is what they want of groups.
alter table membership add column level_chosen boolean not null default false;
update membership m set level_chosen = true from person p where p.id = m.person_id and m.level <> p.level;
