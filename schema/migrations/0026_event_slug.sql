-- SPDX-License-Identifier: EUPL-1.2
-- What is told to one person of a group carries the address that it had then: the one it has when a returning reader
-- catches up may be secret by now.
alter table event add column slug text;
update event e set slug = g.slug from plaza_group g where e.kind = 'membership.changed' and g.id = e.group_id and g.kind <> 'hidden';
update event e set slug = g.slug from plaza_group g join membership m on m.group_id = g.id
where e.kind = 'membership.changed' and g.id = e.group_id and m.person_id = e.person_id and e.slug is null;
delete from event where kind = 'membership.changed' and slug is null;

-- Nobody may ask to enter a hidden group; those who asked before it was one are forgotten when it becomes one.
delete from membership_request r using plaza_group g where g.id = r.group_id and g.kind = 'hidden';
