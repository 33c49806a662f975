-- SPDX-License-Identifier: EUPL-1.2
-- Questions and articles like one that is being asked. The index of search names the candidates, a bounded number of posts
-- for each word; which of them are nearest is decided in domain/similar. How common a word is, is counted in what the viewer
-- may read; of words that are common everywhere, search_frequency tells (measured on open groups).

-- First posts that match, at most so many. A page of words reads no vector.
create or replace function similar_posts(asked text, groups bigint[], bound integer) returns bigint[]
language plpgsql stable
set plan_cache_mode = force_generic_plan
as $$
declare
    wanted constant tsquery := asked::tsquery;
begin
    return array(
        select s.thread_id from post_search s
        where s.words @@ wanted and s.number = 1 and s.kind in ('question', 'article') and s.group_id = any (groups)
        limit bound);
end
$$;

-- What leads from one thread to another: what people said, and what came with dumps.
create or replace view similar_link as
select l.from_thread_id, l.to_thread_id, l.kind from thread_link l
union all
select d.thread_id, d.of_thread_id, 'duplicate' from question_duplicate d;

-- Candidates, the likeliest first. `titled`, `known` and `inside` are sets of terms, the first as 1: those in the title, those
-- in the titles of what was said to be a duplicate of it, those found in its text besides. `terms` stands in the first
-- row: how each is written, and in how many titles (or, for common ones, posts) it stands. `outdated`: it does not hold any
-- more, or leads to another that the viewer may read.
create or replace function similar_candidates(viewer bigint, asked text, group_slug text, wanted integer)
returns table (thread_id bigint, title text, body text, titled integer, known integer, inside integer, duplicates integer,
               related integer, outdated boolean, posts bigint, terms text)
language plpgsql stable rows 100
set plan_cache_mode = force_generic_plan
set jit = off
as $$
declare
    bound constant integer := 1000;
    groups constant bigint[] := array(
        select r.group_id from readable_groups(viewer) r join plaza_group g on g.id = r.group_id
        where group_slug is null or g.slug = group_slug);
    languages constant text[] := array(
        select l.language from search_group_language l where l.group_id = any (groups)
        union select 'es');
    -- As in search_find: others cost no time.
    narrow constant text := ' & ' || search_any(variadic array(
        select distinct case when g.kind = 'open' and group_slug is null and w.group_id is null then '@open' else '@g' || g.id end
        from plaza_group g left join search_regroup w on w.group_id = g.id where g.id = any (groups)));
    total constant bigint := greatest(1000, (select z.posts from search_size z));
    heads text[];      -- of each term, rarest first: in titles
    wholes text[];     -- anywhere
    shares double precision[];
    spelled jsonb[];
    counts bigint[];
    weights double precision[];
    rare text;
    common integer[] := '{}';
    hits bigint[];
    ids bigint[] := '{}';
    masks integer[] := '{}';
    inner_ids bigint[] := '{}';
    inner_masks integer[] := '{}';
begin
    if groups = '{}' then
        return;
    end if;
    select array_agg(search_any(variadic array(select '/' || f from unnest(t.forms) f)) order by t.n),
           array_agg(search_any(variadic t.forms) order by t.n), array_agg(t.share order by t.n),
           array_agg(jsonb_build_object('words', t.words, 'forms', t.forms) order by t.n)
    into heads, wholes, shares, spelled
    from (select s.*, row_number() over (order by s.share, s.forms) as n
          from (select * from search_terms(asked, languages)
                union
                -- Here what questions are made of tells a little too.
                select f.forms, array_agg(f.w order by f.w), search_share(f.forms)
                from (select distinct left(w, 40) as w, search_forms(left(w, 40), languages) as forms
                      from unnest(string_to_array(search_spaced(asked), ' ')) w
                      where w = any (search_question_words()) and w <> all (search_empty_words())) f
                where f.forms <> '{}'
                group by f.forms) s) t
    where t.n <= 10;
    if heads is null then
        return;
    end if;
    for i in 1 .. cardinality(heads) loop
        hits := null;
        -- A word of a title is in each of its answers too.
        if shares[i] * total <= 10 * bound then
            hits := similar_posts(heads[i] || narrow, groups, bound + 1);
        end if;
        if hits is null or cardinality(hits) > bound then
            common := common || i;
            counts[i] := greatest(bound, (shares[i] * total)::bigint);
        else
            counts[i] := cardinality(hits);
            ids := ids || hits;
            masks := masks || array_fill(1 << (i - 1), array[cardinality(hits)]);
            rare := concat_ws(' | ', rare, heads[i]);
        end if;
        weights[i] := ln(1 + greatest(0.1, (total - counts[i] + 0.5) / (counts[i] + 0.5)));
    end loop;
    -- Common words where they stand with a rare one, and two of them together.
    for i in 1 .. cardinality(common) loop
        if rare is not null then
            hits := similar_posts(heads[common[i]] || ' & (' || rare || ')' || narrow, groups, bound);
            ids := ids || hits;
            masks := masks || array_fill(1 << (common[i] - 1), array[cardinality(hits)]);
        end if;
        for j in i + 1 .. least(4, cardinality(common)) loop
            hits := similar_posts(heads[common[i]] || ' & ' || heads[common[j]] || narrow, groups, bound);
            ids := ids || hits;
            masks := masks || array_fill((1 << (common[i] - 1)) | (1 << (common[j] - 1)), array[cardinality(hits)]);
        end loop;
    end loop;
    if rare is null and cardinality(common) = 1 then
        ids := similar_posts(heads[1] || narrow, groups, bound);
        masks := array_fill(1, array[cardinality(ids)]);
    end if;
    -- Words inside the text: rare ones, and pairs that are rare together. Answers match as well and are passed over.
    for i in 1 .. least(4, cardinality(heads)) loop
        if shares[i] * total <= bound then
            hits := similar_posts(wholes[i] || narrow, groups, bound / 2);
            inner_ids := inner_ids || hits;
            inner_masks := inner_masks || array_fill(1 << (i - 1), array[cardinality(hits)]);
        end if;
        for j in i + 1 .. least(4, cardinality(heads)) loop
            if 10 * shares[i] * shares[j] * total <= 3 * bound then
                hits := similar_posts(wholes[i] || ' & ' || wholes[j] || narrow, groups, bound / 2);
                inner_ids := inner_ids || hits;
                inner_masks := inner_masks || array_fill((1 << (i - 1)) | (1 << (j - 1)), array[cardinality(hits)]);
            end if;
        end loop;
    end loop;
    return query
        with hit as materialized (
            select h.id, coalesce(bit_or(h.mask), 0) as titled, coalesce(bit_or(h.inside), 0) as inside
            from (select u.id, u.mask, null::integer as inside from unnest(ids, masks) u(id, mask)
                  union all
                  select u.id, null, u.mask from unnest(inner_ids, inner_masks) u(id, mask)) h
            group by h.id
        ), worth as materialized (
            select m.titled, m.inside,
                   (select coalesce(sum(case when (m.titled >> (i - 1)) & 1 = 1 then weights[i]
                                             when (m.inside >> (i - 1)) & 1 = 1 then weights[i] * 0.4 else 0 end), 0)
                    from generate_series(1, cardinality(heads)) i) as weight
            from (select distinct h.titled, h.inside from hit h) m
        ), likely as materialized (
            select h.id, h.titled, h.inside, w.weight from hit h join worth w using (titled, inside)
            order by w.weight desc, h.id desc limit 5 * wanted
        ), told as (
            select l.to_thread_id as id, bit_or(k.titled) as known, max(k.weight) as weight
            from likely k join similar_link l on l.from_thread_id = k.id and l.kind = 'duplicate'
            group by l.to_thread_id
        ), chosen as materialized (
            select id, coalesce(k.titled, 0) as titled, coalesce(d.known, 0) as known, coalesce(k.inside, 0) as inside,
                   greatest(k.weight, d.weight) as weight
            from likely k full join told d using (id)
            order by 5 desc, id desc limit wanted
        )
        select c.id, t.title, left(p.body, 6000), c.titled, c.known, c.inside, n.duplicates::integer, n.related::integer,
               coalesce(y.superseded_by is not null or not y.holds, false) or n.led, total,
               case when row_number() over (order by c.weight desc, c.id desc) = 1
                    then (select jsonb_agg(s || jsonb_build_object('posts', n) order by o)::text
                          from unnest(spelled, counts) with ordinality u(s, n, o)) end
        from chosen c
        join thread t on t.id = c.id and t.kind in ('question', 'article') and t.group_id = any (groups)
        join post p on p.thread_id = c.id and p.number = 1 and p.deleted_at is null
        left join thread_validity y on y.thread_id = c.id
        cross join lateral (
            select count(distinct l.other) filter (where l.kind = 'duplicate' and l.inward) as duplicates,
                   count(distinct l.other) filter (where l.kind = 'related') as related,
                   coalesce(bool_or(l.kind = 'duplicate' and not l.inward), false) as led
            from (select i.from_thread_id as other, i.kind, true as inward from similar_link i where i.to_thread_id = c.id
                  union all
                  select o.to_thread_id, o.kind, false from similar_link o where o.from_thread_id = c.id) l
            join thread x on x.id = l.other and x.group_id = any (groups)) n
        order by c.weight desc, c.id desc;
end
$$;

-- What a text is about, as far as the viewer may know: tags that it names by any of their names, then those of threads like
-- it (`likes`, with what each weighs), and groups in which the viewer may start threads, where most of these are.
create or replace function similar_proposal(viewer bigint, said text, likes bigint[], weights double precision[])
returns table (groups json, tags json)
language plpgsql stable
as $$
declare
    spoken constant text[] := string_to_array(trim(search_spaced(said)), ' ');
    keys constant text[] := array(
        select distinct array_to_string(spoken[i : i + n], '-')
        from generate_series(1, cardinality(spoken)) i, generate_series(0, 3) n);
begin
    return query
        with liked as materialized (
            select t.id, t.group_id, max(u.weight) as weight
            from unnest(likes, weights) u(id, weight)
            join thread t on t.id = u.id
            join readable_groups(viewer) r on r.group_id = t.group_id
            group by t.id
        ), named as (
            select t.id from tag t where t.vocabulary and tag_key(t.name) = any (keys)
            union
            select s.tag_id from tag_synonym s where tag_key(s.name) = any (keys)
            union
            select t.id from tag t where t.name = any (keys) and not t.vocabulary and knows_tag(viewer, t.id)
        ), proposed as (
            select n.id, 1e9 as weight from named n
            union all
            select tt.tag_id, l.weight from liked l join thread_tag tt on tt.thread_id = l.id
        )
        select (select coalesce(json_agg(g.slug order by g.weight desc, g.slug), '[]')
                from (select g.slug, sum(l.weight) as weight
                      from liked l
                      join plaza_group g on g.id = l.group_id and g.archived_at is null and not g.practice
                      join membership m on m.group_id = g.id and m.person_id = viewer
                      where g.who_starts = 'members' or m.role in ('moderator', 'owner')
                      group by g.slug
                      order by 2 desc, 1
                      limit 3) g),
               (select coalesce(json_agg(p.name order by p.weight desc, p.name), '[]')
                from (select t.name, sum(p.weight) as weight
                      from proposed p join tag t on t.id = p.id
                      group by t.name
                      order by 2 desc, 1
                      limit 5) p);
end
$$;
