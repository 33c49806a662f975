-- SPDX-License-Identifier: EUPL-1.2
-- Guests are there for one group: the directory tells of them no more.
delete from directory d using person p where p.id = d.person_id and p.guest;
