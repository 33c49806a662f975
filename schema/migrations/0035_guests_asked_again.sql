-- SPDX-License-Identifier: EUPL-1.2
-- Who was guest of a group once is invited again by address: the invitation belongs to the link that was mailed, and only
-- its reader is shown it. Those who keep the group see the address, like that of anybody from outside.
alter table membership_invitation add column registration_id bigint references registration (id) on delete cascade;
create index membership_invitation_registration on membership_invitation (registration_id) where registration_id is not null;
