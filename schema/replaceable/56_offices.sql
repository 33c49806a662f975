-- SPDX-License-Identifier: EUPL-1.2
-- A network never loses its last administrator, by whatever path: whoever takes one away waits for the others who do,
-- and looks again once they are done.
create or replace function lock_administrators() returns boolean
language plpgsql volatile as $$
begin
    perform pg_advisory_xact_lock(hashtextextended('plaza administrators', 0));
    return true;
end
$$;

create or replace function keep_an_administrator() returns trigger
language plpgsql as $$
begin
    perform lock_administrators();
    if not exists (select from person where network_role = 'administrator' and status = 'active' and id <> old.id) then
        raise exception 'the last administrator stays' using errcode = '23514', constraint = 'last_administrator';
    end if;
    return null;
end
$$;
create or replace trigger keep_an_administrator_update after update of network_role, status on person
    for each row when (old.network_role = 'administrator' and old.status = 'active'
                       and (new.network_role is distinct from 'administrator' or new.status <> 'active'))
    execute function keep_an_administrator();
create or replace trigger keep_an_administrator_delete after delete on person
    for each row when (old.network_role = 'administrator' and old.status = 'active')
    execute function keep_an_administrator();

-- A person as administrators see them; the address is nobody else's to see.
create or replace function console_person_json(p person) returns json
language sql stable as $$
    select json_build_object(
        'person', person_ref(p.id, p.name, coalesce(a.position, ''), d.id, d.name, d.band, p.shown_photo),
        'email', coalesce(c.email, ''), 'status', p.status, 'role', p.network_role,
        'second_factor', exists (select from second_factor f where f.person_id = p.id and f.confirmed_at is not null),
        'sessions', live.sessions, 'last_used_at', rfc3339(live.last_used_at), 'created_at', rfc3339(p.created_at),
        'suspension', case when s.person_id is not null then json_build_object(
            'reason', s.reason, 'at', rfc3339(s.at), 'by', (select b.name from person b where b.id = s.by_id)) end)
    from (select) one
    left join credential c on c.person_id = p.id
    left join appointment a on a.person_id = p.id and a.main and a.valid_to is null
    left join administration d on d.id = a.administration_id
    left join suspension s on s.person_id = p.id
    cross join lateral (
        select count(*) as sessions, max(e.last_used_at) as last_used_at
        from session e where e.person_id = p.id and e.expires_at > now()) live
$$;
