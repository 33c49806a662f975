-- SPDX-License-Identifier: EUPL-1.2
-- THE visibility rule. Every list, count, search, feed, export, mail and live delivery joins it; nothing else
-- decides who may see what.

-- Groups whose existence a person may know of, with the role in them and whether their content may be read.
create or replace function visible_groups(viewer bigint)
returns table (group_id bigint, role text, may_read boolean)
language sql stable as $$
    select g.id, m.role, g.kind = 'open' or m.role is not null
    from plaza_group g
    left join membership m on m.group_id = g.id and m.person_id = viewer
    where g.kind <> 'hidden' or m.role is not null
$$;

-- Groups whose content a person may read.
create or replace function readable_groups(viewer bigint)
returns table (group_id bigint, role text)
language sql stable as $$
    select v.group_id, v.role from visible_groups(viewer) v where v.may_read
$$;
