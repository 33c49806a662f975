-- SPDX-License-Identifier: EUPL-1.2
-- THE visibility rule. Every list, count, search, feed, export, mail and live delivery joins it; nothing else
-- decides who may see what.
--
-- Members see their groups. Who is invited knows of the group, as it shows itself to others, until the invitation
-- ends. Everybody else knows of open and private groups and reads the open ones, except guests: the account of a guest
-- (person.guest) knows of the one group it belongs to and of no other, and of none when it was removed from that one.
-- An account becomes a guest's when it is given a membership as guest, which it can only have alone
-- (35_memberships.sql), and stays one until an administrator says otherwise.

create or replace function is_guest(viewer bigint) returns boolean
language sql stable as $$ select coalesce((select p.guest from person p where p.id = viewer), false) $$;

-- Groups whose existence a person may know of, with the role in them and whether their content may be read.
create or replace function visible_groups(viewer bigint)
returns table (group_id bigint, role text, may_read boolean)
language sql stable as $$
    select g.id, m.role, m.role is not null or (g.kind = 'open' and not coalesce((select p.guest from person p where p.id = viewer), false))
    from plaza_group g
    left join membership m on m.group_id = g.id and m.person_id = viewer
    where m.role is not null
       or (g.kind <> 'hidden' and not coalesce((select p.guest from person p where p.id = viewer), false))
       or g.id = any (array(select i.group_id from membership_invitation i
                            where i.person_id = viewer and i.expires_at > now()))
$$;

-- Groups whose content a person may read.
create or replace function readable_groups(viewer bigint)
returns table (group_id bigint, role text)
language sql stable as $$
    select v.group_id, v.role from visible_groups(viewer) v where v.may_read
$$;
