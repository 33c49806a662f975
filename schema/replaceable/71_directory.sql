-- SPDX-License-Identifier: EUPL-1.2
-- The directory of people: a row for each who is active, with the words of name, current posts, their administrations and
-- the skills shown to the whole network, and marks of place: @a administration, @p province, @b band, @bp and @br band
-- with province and with region, @s a skill. What a person shows to some only is not in it, so that neither what is found
-- nor its order tells of it.

create or replace function directory_lexemes(t text) returns text[]
language sql immutable parallel safe as $$
    select array(select distinct left(word, 100) from regexp_split_to_table(fold(t), E'[\\s.,;:/()''"’·&@+_|-]+') word where word <> '')
$$;

create or replace view directory_source as
select p.id as person_id, left(fold(p.name), 200) collate "C" as sort,
       array_to_tsvector(array_remove(directory_lexemes(concat_ws(' ', p.name, posts.words, skills.words)) || posts.marks || skills.marks, null)) as words
from person p
cross join lateral (
    select string_agg(concat_ws(' ', a.position, a.unit, d.name), ' ') as words,
           coalesce(array_agg('@a' || d.id), '{}') || coalesce(array_agg('@p' || d.province_id), '{}')
               || coalesce(array_agg('@b' || d.band), '{}') || coalesce(array_agg('@bp' || d.band || ':' || d.province_id), '{}')
               || coalesce(array_agg('@br' || d.band || ':' || d.region_id), '{}') as marks
    from appointment a join administration d on d.id = a.administration_id
    where a.person_id = p.id and a.valid_to is null) posts
cross join lateral (
    select string_agg(s.skill, ' ') as words, coalesce(array_agg('@s' || fold(s.skill)), '{}') as marks
    from person_skill s
    where s.person_id = p.id and audience_of(p.id, 'skills') = 'network') skills
where p.status = 'active';

create or replace function directory_store(people bigint[]) returns void
language plpgsql as $$
begin
    -- An import that renames them has written its rows by then, or waits for ours.
    perform from administration d
    where d.id in (select a.administration_id from appointment a where a.person_id = any (people) and a.valid_to is null)
    order by d.id for share;
    delete from directory d using unnest(people) wanted where d.person_id = wanted
        and not exists (select from person p where p.id = wanted and p.status = 'active');
    insert into directory as d (person_id, sort, words)
    select f.person_id, f.sort, f.words from unnest(people) wanted join directory_source f on f.person_id = wanted
    on conflict (person_id) do update set sort = excluded.sort, words = excluded.words
    where (d.sort, d.words) is distinct from (excluded.sort, excluded.words);
end
$$;

create or replace function directory_person() returns trigger
language plpgsql as $$
begin
    perform directory_store(array[new.id]);
    return null;
end
$$;
create or replace trigger directory_person after insert or update of name, status on person
    for each row execute function directory_person();

-- For tables that hold a person's things.
create or replace function directory_of_person() returns trigger
language plpgsql as $$
begin
    if tg_op <> 'INSERT' then perform directory_store(array[old.person_id]); end if;
    if tg_op <> 'DELETE' then perform directory_store(array[new.person_id]); end if;
    return null;
end
$$;
create or replace trigger directory_appointment after insert or update or delete on appointment
    for each row execute function directory_of_person();
create or replace trigger directory_skill after insert or update or delete on person_skill
    for each row execute function directory_of_person();
create or replace trigger directory_audience after insert or update or delete on profile_audience
    for each row execute function directory_of_person();

create or replace function directory_administration() returns trigger
language plpgsql as $$
begin
    perform directory_store(array(select a.person_id from appointment a where a.administration_id = new.id and a.valid_to is null));
    return null;
end
$$;
create or replace trigger directory_administration after update of name, population, province_id, region_id on administration
    for each row when ((old.name, old.band, old.province_id, old.region_id) is distinct from (new.name, new.band, new.province_id, new.region_id))
    execute function directory_administration();

-- The question as a query of the index, null when everybody is asked for. The last letters of words may be missing.
create or replace function directory_query(words text, skill text, province text, band text, administration bigint) returns tsquery
language sql stable as $$
    select string_agg(quoted || suffix, ' & ')::tsquery
    from (select concat('''', replace(replace(lexeme, '\', '\\'), '''', ''''''), '''') as quoted, suffix
          from (select unnest(directory_lexemes(words)), ':*'
                union all select '@s' || fold(skill), '' where skill <> ''
                union all select '@bp' || band || ':' || province, '' where band <> '' and province <> ''
                union all select '@p' || province, '' where band = '' and province <> ''
                union all select '@b' || band, '' where band <> '' and province = ''
                union all select '@a' || administration, '' where administration is not null) terms (lexeme, suffix)) q
$$;

-- The next people of a query in the order of names. Few are fetched and sorted. Of a place where many are, the order is
-- walked until the page is full: names say nothing of places. Words stand in names themselves, so what they match may
-- stand together at the far end of the order: that is always fetched.
create or replace function directory_walk(asked tsquery, by_words boolean, after_id bigint, most integer) returns bigint[]
language plpgsql stable as $$
declare
    many constant integer := 1500;
    after_sort text := '';
    after bigint := 0;
begin
    if after_id is not null then
        select d.sort, d.person_id into after_sort, after from directory d where d.person_id = after_id;
        if after_sort is null then return '{}'; end if;
    end if;
    if asked is null then
        return array(select d.person_id from directory d where (d.sort, d.person_id) > (after_sort, after)
                     order by d.sort, d.person_id limit most);
    end if;
    if by_words or (select count(*) < many from (select from directory d where d.words @@ asked limit many) few) then
        -- Materialised: a plan for any question would else walk the order in the hope of a few.
        return array(with matching as materialized (select d.sort, d.person_id from directory d where d.words @@ asked)
                     select m.person_id from matching m where (m.sort, m.person_id) > (after_sort, after)
                     order by m.sort, m.person_id limit most);
    end if;
    return array(select d.person_id from directory d
                 where (d.sort, d.person_id) > (after_sort, after) and case when d.words @@ asked then true else false end
                 order by d.sort, d.person_id limit most);
end
$$;

-- The same for towns like the reader's, the nearest first: same band and province, same band and region, same band. Tiers
-- follow each other in the list; without `place` there is one.
create or replace function directory_page(asked tsquery, by_words boolean, viewer bigint, like_me boolean,
                                          after_tier integer, after_id bigint, most integer)
returns table (tier integer, person_id bigint)
language plpgsql stable as $$
declare
    home administration;
    place tsquery[];
    found bigint[];
    missing integer := most;
begin
    if not like_me then
        return query select 0, id from unnest(directory_walk(asked, by_words, after_id, most)) with ordinality w(id, n) order by n;
        return;
    end if;
    select d.* into home from appointment a join administration d on d.id = a.administration_id
    where a.person_id = viewer and a.main and a.valid_to is null;
    if home.band is null then return; end if;
    place := array[
        format('''@bp%s:%s''', home.band, coalesce(home.province_id, '-')),
        format('''@br%s:%s'' & !''@bp%s:%s''', home.band, coalesce(home.region_id, '-'), home.band, coalesce(home.province_id, '-')),
        format('''@b%s'' & !''@br%s:%s'' & !''@bp%s:%s''', home.band, home.band, coalesce(home.region_id, '-'), home.band, coalesce(home.province_id, '-'))];
    for step in coalesce(after_tier, 0) .. 2 loop
        found := directory_walk(case when asked is null then place[step + 1] else asked && place[step + 1] end, by_words,
                                case when step = after_tier then after_id end, missing);
        return query select step, id from unnest(found) with ordinality w(id, n) order by n;
        missing := missing - cardinality(found);
        exit when missing <= 0;
    end loop;
end
$$;

-- The same as one JSON array in the order of `people`. PL/pgSQL keeps the plan, which takes longer to make than to run.
create or replace function directory_items(people bigint[]) returns text
language plpgsql stable as $$
begin
    return (
        select coalesce(json_agg(json_build_object('id', p.id, 'name', p.name, 'posts', posts.held,
                   'skills', case when shown.audience is null or shown.audience = 'network' then skills.known else '[]' end) order by f.n), '[]')
        from unnest(people) with ordinality f(id, n)
        join person p on p.id = f.id
        left join profile_audience shown on shown.person_id = p.id and shown.field = 'skills'
        cross join lateral (
            select coalesce(json_agg(json_build_object(
                       'id', a.id, 'position', a.position, 'unit', a.unit, 'relation', a.relation, 'main', a.main,
                       'since', a.valid_from, 'until', a.valid_to,
                       'administration', json_build_object('id', d.id, 'name', d.name, 'band', d.band))
                       order by a.main desc, a.valid_from, a.id), '[]') as held
            from appointment a join administration d on d.id = a.administration_id
            where a.person_id = p.id and a.valid_to is null) posts
        cross join lateral (
            select coalesce(json_agg(s.skill order by s.skill), '[]') as known from person_skill s where s.person_id = p.id) skills);
end
$$;

-- Takes up people who were there before the directory, some at a time: others write meanwhile.
create or replace procedure directory_catch_up() language plpgsql as $$
declare
    batch bigint[];
begin
    loop
        batch := array(select p.id from person p
                      where p.status = 'active' and not exists (select from directory d where d.person_id = p.id)
                      limit 1000);
        exit when cardinality(batch) = 0;
        perform directory_store(batch);
        commit;
    end loop;
end
$$;
