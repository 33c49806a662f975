-- SPDX-License-Identifier: EUPL-1.2
-- The directory of people: a row for each who is active and belongs to the network, not to one group as guests do, with the words of name, current posts, their administrations and
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
where p.status = 'active' and not p.guest;

create or replace function directory_store(people bigint[]) returns void
language plpgsql as $$
begin
    -- An import that renames them has written its rows by then, or waits for ours.
    perform from administration d
    where d.id in (select a.administration_id from appointment a where a.person_id = any (people) and a.valid_to is null)
    order by d.id for share;
    delete from directory d using unnest(people) wanted where d.person_id = wanted
        and not exists (select from person p where p.id = wanted and p.status = 'active' and not p.guest);
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
create or replace trigger directory_person after insert or update of name, status, guest on person
    for each row execute function directory_person();

-- Whom the functions of a version before have listed since the migration that took guests out.
delete from directory d using person p where p.id = d.person_id and p.guest;

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

-- What names may begin with that are told first: the words as they were typed.
create or replace function directory_beginning(words text) returns text
language sql immutable parallel safe as $$
    select case when cardinality(directory_lexemes(words)) > 0 then btrim(regexp_replace(fold(words), '\s+', ' ', 'g')) else '' end
$$;

-- The next people of a query in the order of names: those whose names begin so, or all the others. Few are fetched and
-- sorted. Of a place where many are, the order is walked until the page is full: names say nothing of places. Words stand
-- in names themselves, so what they match may stand together at the far end of the order: only some of it is walked, where
-- one letter or a word of everybody's finds its page at once, and all that match are fetched when that does not fill it.
create or replace function directory_walk(asked tsquery, beginning text, begins boolean, after_id bigint, most integer) returns bigint[]
language plpgsql stable as $$
declare
    many constant integer := 1500;
    soon constant integer := 400;
    after_sort text := case when begins then beginning else '' end;
    after bigint := 0;
    beyond constant text := case when begins then beginning else '' end || chr(1114111);  -- the last character there is
    others constant boolean := not begins and beginning <> '';
    near bigint[];
begin
    if after_id is not null then
        -- Of the person, who may have left the directory since the page before.
        select left(fold(p.name), 200), p.id into after_sort, after from person p where p.id = after_id;
        if after_sort is null then return '{}'; end if;
    end if;
    if asked is null then
        return array(select d.person_id from directory d where (d.sort, d.person_id) > (after_sort, after)
                     order by d.sort, d.person_id limit most);
    end if;
    if beginning <> '' then
        near := array(select n.person_id
                      from (select d.sort, d.person_id, d.words from directory d
                            where (d.sort, d.person_id) > (after_sort, after) and d.sort < beyond
                              and not (others and starts_with(d.sort, beginning))
                            order by d.sort, d.person_id limit soon) n
                      where n.words @@ asked order by n.sort, n.person_id limit most);
        if cardinality(near) = most or begins and not exists (
               select from directory d where (d.sort, d.person_id) > (after_sort, after) and d.sort < beyond
               order by d.sort, d.person_id offset soon) then
            return near;
        end if;
    end if;
    if beginning <> '' or (select count(*) < many from (select from directory d where d.words @@ asked limit many) few) then
        -- Fenced by `offset`: a plan for any question would else walk the order in the hope of a few.
        return array(select m.person_id from (select d.sort, d.person_id from directory d where d.words @@ asked offset 0) m
                     where (m.sort, m.person_id) > (after_sort, after) and m.sort < beyond
                       and not (others and starts_with(m.sort, beginning))
                     order by m.sort, m.person_id limit most);
    end if;
    return array(select d.person_id from directory d
                 where (d.sort, d.person_id) > (after_sort, after) and case when d.words @@ asked then true else false end
                 order by d.sort, d.person_id limit most);
end
$$;

-- A page of those whose names begin with what was typed, then of the others; for towns like the reader's the nearest
-- first: same band and province, same band and region, same band. Such tiers follow each other in the list: two for each
-- ring of towns, of which there is one without `like_me`.
create or replace function directory_page(asked tsquery, beginning text, viewer bigint, like_me boolean,
                                          after_tier integer, after_id bigint, most integer)
returns table (tier integer, person_id bigint)
language plpgsql stable as $$
declare
    home administration;
    ring tsquery[] := array[null::tsquery];
    near tsquery;
    found bigint[];
    missing integer := most;
begin
    if like_me then
        home := home_of(viewer);
        if home.band is null then return; end if;
        ring := array[
            format('''@bp%s:%s''', home.band, coalesce(home.province_id, '-')),
            format('''@br%s:%s'' & !''@bp%s:%s''', home.band, coalesce(home.region_id, '-'), home.band, coalesce(home.province_id, '-')),
            format('''@b%s'' & !''@br%s:%s'' & !''@bp%s:%s''', home.band, home.band, coalesce(home.region_id, '-'), home.band, coalesce(home.province_id, '-'))];
    end if;
    for step in coalesce(after_tier, 0) .. 2 * cardinality(ring) - 1 loop
        continue when step % 2 = 0 and beginning = '';
        near := ring[step / 2 + 1];
        found := directory_walk(case when asked is null then near when near is null then asked else asked && near end, beginning,
                                step % 2 = 0, case when step = after_tier then after_id end, missing);
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
        select coalesce(json_agg(json_build_object('id', p.id, 'name', p.name, 'photo', p.shown_photo, 'posts', posts.held,
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
                      where p.status = 'active' and not p.guest and not exists (select from directory d where d.person_id = p.id)
                      limit 1000);
        exit when cardinality(batch) = 0;
        perform directory_store(batch);
        commit;
    end loop;
end
$$;
