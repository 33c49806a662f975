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

-- Whom a person may know of: everybody who belongs to the network. The account of a guest is there for one group: it knows
-- those of its group and who wrote where it reads, and is known there, by who reads what it wrote, and by those who
-- administer the accounts of the network.
create or replace function knows_person(viewer bigint, person bigint) returns boolean
language sql stable as $$
    select viewer = person
        or not is_guest(viewer) and not is_guest(person)
        or exists (select from person p where p.id = viewer and p.network_role = 'administrator' and p.status = 'active')
        or exists (select from membership m join readable_groups(viewer) v on v.group_id = m.group_id
                   where m.person_id = person)
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

-- The version of a person's photo where the viewer may see it, or null.
create or replace function photo_shown(person bigint, viewer bigint) returns text
language sql stable as $$
    select f.version from person_photo f join person p on p.id = f.person_id
    where f.person_id = person and p.status = 'active' and knows_person(viewer, person) and profile_shows(person, 'photo', viewer)
$$;

-- The version of a photo that is for the whole network, or null.
create or replace function photo_for_all(person bigint) returns text
language sql stable as $$
    select f.version from person_photo f
    where f.person_id = person
      and not exists (select from profile_audience a
                      where a.person_id = person and a.field = 'photo' and a.audience <> 'network')
$$;

-- The row of the person is held first: of a new photo and a choice of its readers at the same time, the later sees both.
create or replace function keep_shown_photo() returns trigger
language plpgsql as $$
declare
    of_person bigint := coalesce(new.person_id, old.person_id);
begin
    perform from person p where p.id = of_person for no key update;
    update person p set shown_photo = photo_for_all(of_person)
    where p.id = of_person and p.status = 'active' and p.shown_photo is distinct from photo_for_all(of_person);
    return null;
end
$$;
create or replace trigger keep_shown_photo after insert or update of version or delete on person_photo
    for each row execute function keep_shown_photo();
create or replace trigger keep_shown_photo_changed after update on profile_audience
    for each row when (new.field = 'photo') execute function keep_shown_photo();
create or replace trigger keep_shown_photo_chosen after insert on profile_audience
    for each row when (new.field = 'photo') execute function keep_shown_photo();
create or replace trigger keep_shown_photo_unchosen after delete on profile_audience
    for each row when (old.field = 'photo') execute function keep_shown_photo();

create or replace function show_photo_while_active() returns trigger
language plpgsql as $$
begin
    new.shown_photo := case when new.status = 'active' then photo_for_all(new.id) end;
    return new;
end
$$;
create or replace trigger show_photo_while_active before update of status on person
    for each row when (new.status <> old.status) execute function show_photo_while_active();

create or replace function drop_photo() returns trigger
language plpgsql as $$
begin
    delete from person_photo where person_id = new.id;
    return null;
end
$$;
create or replace trigger drop_photo after update of status on person
    for each row when (new.status = 'erased' and old.status <> 'erased') execute function drop_photo();

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
        'photo', photo_shown(p.id, viewer),
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
