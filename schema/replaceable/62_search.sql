-- SPDX-License-Identifier: EUPL-1.2
-- What a question asks for.

-- Lexemes of which any will do, as text of a tsquery; null for null.
create or replace function search_any(variadic lexemes text[]) returns text
language plpgsql immutable parallel safe as $$
begin
    return (select '(' || string_agg('''' || replace(replace(l, '\', '\\'), '''', '''''') || '''', ' | ') || ')'
            from unnest(lexemes) l);
end
$$;

-- The stems of a word in all languages.
create or replace function search_forms(word text, languages text[]) returns text[]
language plpgsql immutable parallel safe as $$
begin
    return array(select stem from unnest(languages) l, search_stem(word, l) stem where stem is not null order by stem);
end
$$;

-- The share of posts that have any of the lexemes, at most.
create or replace function search_share(lexemes text[]) returns double precision
language plpgsql stable parallel safe as $$
begin
    return (select coalesce(sum(share), 0) from search_frequency where lexeme = any (lexemes));
end
$$;

-- What a question asks for: `words` of a term are the forms as written, `forms` whatever stands for them.
create or replace function search_terms(question text, languages text[])
returns table (forms text[], words text[], share double precision)
language plpgsql stable as $$
declare
    rest text := search_spaced(question);
    named record;
begin
    for named in
        select a.norm_id, a.words, a.acronym from norm_alias a
        where position(a.words in rest) > 0
        order by length(a.words) desc
    loop
        -- A longer name may have taken it already.
        if position(named.words in rest) > 0 then
            rest := replace(rest, named.words, ' ');
            words := array['§' || named.norm_id];
            forms := words;
            if named.acronym then
                forms := forms || search_forms(trim(named.words), languages);
            end if;
            share := search_share(forms);
            return next;
        end if;
    end loop;
    return query
        with word as (
            select distinct left(w, 40) as w, w <> all (search_question_words()) as telling
            from unnest(string_to_array(rest, ' ')) w
            where w <> '' and w <> all (search_empty_words())
        ), term as (
            select w, search_forms(w, languages) as f from word
            where telling or (forms is null and not exists (select from word where telling))
        )
        select t.f, array_agg(t.w), search_share(t.f) from term t where t.f <> '{}' group by t.f;
end
$$;

-- At least m of the terms, as text of a tsquery; in titles, where the names of lexemes begin with a stroke.
create or replace function search_at_least(terms text[], m integer, titled boolean) returns text
language plpgsql immutable parallel safe as $$
begin
    if titled then
        return replace(replace(search_at_least(terms, m, false), '(''', '(''/'), '| ''', '| ''/');
    elsif m = 1 then
        return '(' || array_to_string(terms, ' | ') || ')';
    elsif m = cardinality(terms) then
        return '(' || array_to_string(terms, ' & ') || ')';
    end if;
    return '(' || terms[1] || ' & ' || search_at_least(terms[2 :], m - 1, false)
        || ' | ' || search_at_least(terms[2 :], m, false) || ')';
end
$$;

-- One walk: at most `bound` posts that match, gathered by thread. The post shown is the first that matches. `standing`: 2 for what was solved,
-- 0 for what does not hold any more.
-- The release before knows no bands and norms; its `search_find` goes in the same transaction.
drop function if exists search_walk(tsquery, bigint[], text, bigint[], integer);
-- What the index does not know of a post is asked of its thread: the band of the town that it comes from, and what it cites.
-- `among`: the threads that cite a norm where they are few, which are then gone through; where they are many, so many of
-- those that match are looked at.
create or replace function search_walk(asked tsquery, groups bigint[], wanted_state text, wanted_band text, norms text[],
                                       cited text, among bigint[], found bigint[], bound integer)
returns table (thread_id bigint, number integer, standing integer, created_at timestamptz)
language sql stable as $$
    select h.thread_id, min(h.number), max(h.standing), max(h.created_at)
    from (
        select s.thread_id, s.number, case when s.outdated then 0 when s.state = 'solved' then 2 else 1 end as standing,
               greatest(s.created_at, s.checked_at) as created_at
        from (
            select s.thread_id, s.number, s.state, s.outdated, s.created_at, s.checked_at
            from post_search s
            where among is null and s.words @@ asked and s.group_id = any (groups)
              and (wanted_state is null or s.kind = 'question' and s.state = wanted_state)
              and s.thread_id <> all (found)
            limit case when wanted_band is null and norms is null then bound else 20 * bound end) s
        where (wanted_band is null or exists (
                  select from thread t join administration a on a.id = t.author_administration_id
                  where t.id = s.thread_id and a.band = wanted_band offset 0))
          and (norms is null or exists (
                  select from post p
                  cross join lateral (select from post_citation c
                                      where c.post_id = p.id and c.norm = any (norms) and (cited = '' or c.article = cited) offset 0) c
                  where p.thread_id = s.thread_id offset 0))
        limit bound) h
    group by h.thread_id
    union all
    select h.thread_id, min(h.number), max(h.standing), max(h.created_at)
    from (
        select s.thread_id, s.number, case when s.outdated then 0 when s.state = 'solved' then 2 else 1 end as standing,
               greatest(s.created_at, s.checked_at) as created_at
        from unnest(among) few (id)
        -- Fenced: all that match would be gathered first.
        cross join lateral (select * from post_search s where s.thread_id = few.id offset 0) s
        where s.words @@ asked and s.group_id = any (groups)
          and (wanted_state is null or s.kind = 'question' and s.state = wanted_state)
          and s.thread_id <> all (found)
          and (wanted_band is null or exists (
                  select from thread t join administration a on a.id = t.author_administration_id
                  where t.id = s.thread_id and a.band = wanted_band offset 0))
        limit bound) h
    group by h.thread_id
$$;
