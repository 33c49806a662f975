-- SPDX-License-Identifier: EUPL-1.2
-- Profiles: who sees which field is decided here and nowhere else. Name, current posts and their administrations are
-- shown to everybody in the network.

create or replace function audience_of(person bigint, wanted text) returns text
language sql stable as $$
    select coalesce((select a.audience from profile_audience a where a.person_id = person and a.field = wanted),
                    case when wanted in ('phone', 'hours') then 'administration' else 'network' end)
$$;

create or replace function profile_shows(person bigint, field text, viewer bigint) returns boolean
language sql stable as $$
    select viewer = person or case audience_of(person, field)
        when 'network' then true
        when 'administration' then exists (
            select from appointment a
            join appointment mine on mine.administration_id = a.administration_id
            where a.person_id = person and a.valid_to is null and mine.person_id = viewer and mine.valid_to is null)
        when 'groups' then exists (
            select from membership m join membership mine on mine.group_id = m.group_id
            where m.person_id = person and mine.person_id = viewer)
        else false end
$$;

-- Whom a person may know of: everybody, except that guests know those of their group and who wrote in it.
create or replace function knows_person(viewer bigint, person bigint) returns boolean
language sql stable as $$
    select not is_guest(viewer) or viewer = person
        or exists (select from membership mine join membership m on m.group_id = mine.group_id
                   where mine.person_id = viewer and m.person_id = person)
        or exists (select from post p join thread t on t.id = p.thread_id
                   join readable_groups(viewer) v on v.group_id = t.group_id
                   where p.author_id = person and p.deleted_at is null)
$$;

create or replace function administration_ref(a administration) returns json
language sql stable as $$
    select case when a.id is not null then json_build_object('id', a.id, 'name', a.name, 'band', a.band) end
$$;

-- Posts of a person: current ones, the main one first; or past ones, the most recent first.
create or replace function appointments_json(person bigint, current boolean) returns json
language sql stable as $$
    select coalesce(json_agg(json_build_object(
               'id', a.id, 'position', a.position, 'unit', a.unit, 'relation', a.relation, 'main', a.main,
               'since', a.valid_from, 'until', a.valid_to, 'administration', administration_ref(d))
               order by a.valid_to desc nulls first, a.main desc, a.valid_from, a.id), '[]')
    from appointment a join administration d on d.id = a.administration_id
    where a.person_id = person and (a.valid_to is null) = current
$$;

create or replace function skills_json(person bigint) returns json
language sql stable as $$
    select coalesce(json_agg(s.skill order by s.skill), '[]') from person_skill s where s.person_id = person
$$;
create or replace function languages_json(person bigint) returns json
language sql stable as $$
    select coalesce(json_agg(l.language order by l.language), '[]') from person_language l where l.person_id = person
$$;

-- What is not shown looks like what was left empty. Of who left nothing but the name remains; who is suspended keeps
-- name and posts.
create or replace function profile_json(p person, viewer bigint) returns json
language plpgsql stable as $$
declare
    speaks boolean := p.status in ('active', 'imported');
begin
    return json_build_object(
        'id', p.id, 'name', p.name, 'status', p.status, 'mine', p.id = viewer,
        'posts', case when p.status <> 'erased' then appointments_json(p.id, true) else '[]' end,
        'history', case when speaks and profile_shows(p.id, 'history', viewer) then appointments_json(p.id, false) else '[]' end,
        'about', case when speaks and profile_shows(p.id, 'about', viewer) then p.bio else '' end,
        'ask_me', case when speaks and profile_shows(p.id, 'ask_me', viewer) then p.ask_me else '' end,
        'skills', case when speaks and profile_shows(p.id, 'skills', viewer) then skills_json(p.id) else '[]' end,
        'languages', case when speaks and profile_shows(p.id, 'languages', viewer) then languages_json(p.id) else '[]' end,
        'phone', case when speaks and profile_shows(p.id, 'phone', viewer) then p.office_phone else '' end,
        'hours', case when speaks and profile_shows(p.id, 'hours', viewer) then p.office_hours else '' end);
end
$$;
