-- SPDX-License-Identifier: EUPL-1.2
-- Administrations: what they are found and ordered by, and whether the state that somebody read still stands.

create or replace function administration_kept() returns trigger
language plpgsql as $$
begin
    new.sort := left(fold(new.name), 200);
    new.words := array_to_tsvector(directory_lexemes(new.name));
    if tg_op = 'UPDATE'
        and (new.dir3, new.ine, new.name, new.level, new.province_id, new.province, new.region_id, new.region, new.population,
             new.valid_from, new.valid_to, new.successor_id, new.parent_id, new.website)
        is distinct from
            (old.dir3, old.ine, old.name, old.level, old.province_id, old.province, old.region_id, old.region, old.population,
             old.valid_from, old.valid_to, old.successor_id, old.parent_id, old.website) then
        new.version := old.version + 1;
    end if;
    return new;
end
$$;
create or replace trigger administration_kept before insert or update on administration
    for each row execute function administration_kept();

-- What is asked for as a query of the index; null when nothing is. The last letters of words may be missing.
create or replace function administration_query(words text) returns tsquery
language sql stable as $$
    select directory_query(words, '', '', '', null)
$$;

create or replace function in_force(a administration) returns boolean
language sql stable as $$
    select a.valid_to is null or a.valid_to >= current_date
$$;

-- As administrators of the network see it.
create or replace function console_administration_json(a administration) returns json
language plpgsql stable as $$
begin
    return json_build_object(
        'id', a.id, 'dir3', a.dir3, 'ine', a.ine, 'name', a.name, 'level', a.level, 'province_id', a.province_id,
        'province', a.province, 'region_id', a.region_id, 'region', a.region, 'population', a.population, 'band', a.band,
        'website', a.website, 'valid_from', a.valid_from, 'valid_to', a.valid_to, 'version', a.version,
        'parent', (select administration_ref(p) from administration p where p.id = a.parent_id),
        'successor', (select administration_ref(s) from administration s where s.id = a.successor_id),
        'people', (select count(distinct h.person_id) from appointment h join person p on p.id = h.person_id
                   where h.administration_id = a.id and h.valid_to is null and p.status = 'active' and not p.guest),
        'domains', (
            select coalesce(json_agg(json_build_object('domain', m.domain, 'shared_with', (
                       select coalesce(json_agg(administration_ref(o) order by o.sort, o.id), '[]')
                       from (select o.* from mail_domain other join administration o on o.id = other.administration_id
                             where other.domain = m.domain and o.id <> a.id order by o.sort, o.id limit 20) o),
                       'shared', (select count(*) from mail_domain other where other.domain = m.domain) - 1) order by m.domain), '[]')
            from mail_domain m where m.administration_id = a.id));
end
$$;
