-- SPDX-License-Identifier: EUPL-1.2
-- The order of what is found: all words in the form asked for, all words in any form, then fewer and fewer of them; among
-- those, threads with an accepted answer first and last what does not hold any more, then what stands in titles, then the newest. Where very many match, those
-- of these months come before all others. The index alone decides: no vector is read, and a walk yields a bounded number
-- of posts, so that a common word costs little more than a rare one.

-- This month and the last, this year and the last, ever.
create or replace function search_windows() returns text[]
language plpgsql stable as $$
begin
    return (
        select array[format(' & (%L | %L)', to_char(t, '"@m"YYYYMM'), to_char(t - interval '1 month', '"@m"YYYYMM')),
                     format(' & (%L | %L)', to_char(t, '"@y"YYYY'), to_char(t - interval '1 year', '"@y"YYYY')), '']
        from date_trunc('month', now() at time zone 'UTC') t);
end
$$;

-- How many of so many posts have at least m of words with these shares, ten times as many as by chance: words of one
-- subject keep company.
create or replace function search_expected(shares double precision[], m integer, posts bigint) returns double precision
language plpgsql immutable parallel safe as $$
declare
    sums double precision[] := array_fill(0.0, array[m + 1]);
    p double precision;
begin
    sums[1] := 1;
    foreach p in array shares loop
        for j in reverse m + 1 .. 2 loop
            sums[j] := sums[j] + sums[j - 1] * p;
        end loop;
    end loop;
    return case when m = 1 then 1 else 10 end * sums[m + 1] * posts;
end
$$;

-- The stages of a question; the next is reached only when the page is not full. `crowded`: more match than is worth
-- looking at. `asked`: all lexemes, for marking extracts.
create or replace function search_stages(question text, languages text[])
returns table (stage integer, plain text, titled text, crowded boolean, asked text)
language plpgsql stable as $$
declare
    many constant integer := 300;
    exact text[];          -- each term as asked for, rarest first
    forms text[];          -- each term in all its forms
    shares double precision[];
    posts bigint;
    terms text[];
    telling integer := 0;  -- terms that at most one post in twenty has, four at most
    at_least integer;
begin
    select array_agg(search_any(variadic t.words) order by n), array_agg(search_any(variadic t.forms) order by n),
           array_agg(t.share order by n), max(t.posts), string_agg(array_to_string(t.words || t.forms, ' '), ' ')
    into exact, forms, shares, posts, asked
    from (
        select t.forms, t.words, t.share, z.posts, row_number() over (order by t.share, t.forms) as n
        from search_size z, search_terms(question, languages) t) t
    where n <= 8;
    if exact is null then
        return;
    end if;
    stage := 9;
    crowded := search_expected(shares, cardinality(shares), posts) > many;
    foreach terms slice 1 in array array[exact, forms] loop
        plain := search_at_least(terms, cardinality(terms), false);
        titled := search_at_least(terms, cardinality(terms), true);
        return next;
        stage := stage - 1;
    end loop;
    for i in 1 .. least(4, cardinality(forms)) loop
        if i <= 2 or shares[i] <= 0.05 then
            telling := i;
        end if;
    end loop;
    for at_least in select m from generate_series(least(telling, cardinality(forms) - 1), 1, -1) m loop
        -- Of single words only those whose matches can be looked at, and the rarest in any case.
        while at_least = 1 and telling > 1 and shares[telling] * posts > many loop
            telling := telling - 1;
        end loop;
        crowded := search_expected(shares[1 : telling], at_least, posts) > many;
        plain := search_at_least(forms[1 : telling], at_least, false);
        titled := search_at_least(forms[1 : telling], at_least, true);
        return next;
        stage := stage - 1;
    end loop;
end
$$;

-- Threads found for a viewer, best first, after the one that (`after_score`, `after_id`) names: at most `wanted`. A norm by
-- its key, and of it one article; towns like the reader's.
create or replace function search_find(viewer bigint, question text, group_slug text, wanted_kind text, wanted_tag text,
                                       wanted_state text, wanted_band text, wanted_norm text, wanted_article text, like_me boolean,
                                       after_score bigint, after_id bigint, wanted integer)
returns table (thread_id bigint, number integer, score bigint, asked text)
language plpgsql stable rows 20
set plan_cache_mode = force_generic_plan
as $$
declare
    bound constant integer := 100;
    windows constant text[] := search_windows();
    groups constant bigint[] := array(
        select r.group_id from readable_groups(viewer) r join plaza_group g on g.id = r.group_id
        where group_slug is null or g.slug = group_slug);
    languages constant text[] := array(
        select l.language from search_group_language l where l.group_id = any (groups)
        union select 'es');
    -- The index narrows to the groups that may be read, so that others cost no time; the rule is asked of every row.
    narrow constant text := concat_ws('',
        ' & ' || search_any(variadic array(
            select distinct case when g.kind = 'open' and group_slug is null and w.group_id is null then '@open'
                                 else '@g' || g.id end
            from plaza_group g left join search_regroup w on w.group_id = g.id where g.id = any (groups))),
        ' & ' || search_any('@' || wanted_kind), ' & ' || search_any('#' || tag_called(wanted_tag), '#' || wanted_tag));
    norms constant text[] := norm_keys_of(wanted_norm);
    only_band text := wanted_band;
    among bigint[];
    step record;
    hit record;
    span integer;      -- of windows: the newest is the first
    in_title boolean;
    found bigint[] := '{}';
    numbers integer[] := '{}';
    scores bigint[] := '{}';
begin
    if groups = '{}' then
        return;
    end if;
    if like_me then
        only_band := (home_of(viewer)).band;
        if only_band is null or only_band <> wanted_band then
            return;
        end if;
    end if;
    if norms is not null then
        among := norm_few_threads(norms, wanted_article, groups);
        if among = '{}' then
            return;
        end if;
    end if;
    <<stages>>
    for step in select s.* from search_stages(question, languages) s loop
        for span in select n from generate_series(case when step.crowded then 1 else 3 end, 3) n loop
            exit stages when (
                select count(*) from unnest(scores, found) f(score, id)
                where after_score is null or (f.score, f.id) < (after_score, after_id)) >= wanted;
            foreach in_title in array array[true, false] loop
                select array_agg(w.thread_id) as threads, array_agg(w.number) as numbers,
                       array_agg((((step.stage * 4 - span) * 3 + w.standing) * 2 + in_title::integer) * 10000000000
                                 + extract(epoch from w.created_at)::bigint) as scores
                into hit
                from search_walk((case when in_title then step.titled else step.plain end || windows[span] || narrow)::tsquery,
                                 groups, wanted_state, only_band, norms, wanted_article, among, found, case when step.crowded then bound else 4 * bound end) w;
                found := found || hit.threads;
                numbers := numbers || hit.numbers;
                scores := scores || hit.scores;
            end loop;
        end loop;
    end loop;
    return query
        select f.id, f.number, f.score, step.asked from unnest(found, numbers, scores) f(id, number, score)
        where after_score is null or (f.score, f.id) < (after_score, after_id)
        order by f.score desc, f.id desc
        limit wanted;
end
$$;

-- What servers of the release before still call.
create or replace function search_find(viewer bigint, question text, group_slug text, wanted_kind text, wanted_tag text,
                                       wanted_state text, after_score bigint, after_id bigint, wanted integer)
returns table (thread_id bigint, number integer, score bigint, asked text)
language sql stable rows 20 as $$
    select * from search_find(viewer, question, group_slug, wanted_kind, wanted_tag, wanted_state, null, null, '', false,
                              after_score, after_id, wanted)
$$;
