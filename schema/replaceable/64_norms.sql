-- SPDX-License-Identifier: EUPL-1.2
-- Norms, what they are called, and who cites them.

-- What search looks for in texts, from the names of some norms.
create or replace function norm_renew(norms text[]) returns void
language sql as $$
    update norm set hints = made.hints, names = made.names, acronyms = made.acronyms
    from (
        select a.norm_id,
               string_agg(distinct quote_literal(hint), ' | ') filter (where not a.acronym)::tsquery as hints,
               string_agg(format('(%s)', phraseto_tsquery('simple', search_fold(a.alias))), ' | ' order by a.alias)
                   filter (where not a.acronym)::tsquery as names,
               string_agg(format('(%s)', phraseto_tsquery('simple', search_fold(a.alias))), ' | ' order by a.alias)
                   filter (where a.acronym)::tsquery as acronyms
        from norm_alias a
        cross join lateral (select w as hint from unnest(string_to_array(a.words, ' ')) w
                            order by w !~ '[0-9]' desc, length(w) desc limit 1) longest
        where a.norm_id = any (norms)
        group by a.norm_id) made
    where norm.id = made.norm_id
      and (norm.hints, norm.names, norm.acronyms) is distinct from (made.hints, made.names, made.acronyms)
$$;

-- Whoever recognises citations holds the table of names as it is until their transaction ends; whoever changes it waits
-- for them. So a text is either taken up with the new names, or stands when the job begins that takes all up anew.
create or replace function norm_names_held() returns bigint
language plpgsql as $$
begin
    perform pg_advisory_xact_lock_shared(hashtextextended('plaza norm names', 0));
    return (select version from norm_version);
end
$$;

create or replace function norm_names_changed() returns trigger
language plpgsql as $$
begin
    perform pg_advisory_xact_lock(hashtextextended('plaza norm names', 0));
    update norm_version set version = (random() * 1e15)::bigint;
    insert into job (kind, unique_key) values ('norms.recognise', 'norms.recognise') on conflict (unique_key) do nothing;
    return null;
end
$$;
create or replace trigger norm_added after insert or delete on norm for each row execute function norm_names_changed();
create or replace trigger norm_changed after update on norm for each row
    when ((old.kind, old.number, old.community, old.dated) is distinct from (new.kind, new.number, new.community, new.dated))
    execute function norm_names_changed();
create or replace trigger norm_name_added after insert or delete on norm_alias
    for each row execute function norm_names_changed();
create or replace trigger norm_name_changed after update on norm_alias for each row
    when ((old.alias, old.norm_id, old.acronym) is distinct from (new.alias, new.norm_id, new.acronym))
    execute function norm_names_changed();

-- The keys under which a norm is cited: its own, and the one of kind and number, which posts have that were written
-- before the table knew it.
create or replace function norm_keys(id text, kind text, number text, community text) returns text[]
language sql immutable as $$
    select array[lower(id)] || case when kind is null then '{}'::text[] else array[
        concat_ws('-', kind, lower(replace(number, '/', '-')), nullif(community, ''))] end
$$;

-- The key that stands for a slug, and the norm of the table where it has one.
create or replace view norm_known as
select n.id, n.serial, lower(n.id) as key, norm_keys(n.id, n.kind, n.number, n.community) as keys, n.title, n.own
from norm n;

-- Threads that the viewer may read and that cite a norm, or one article of it; each once.
create or replace function norm_threads(keys text[], cited text, viewer bigint) returns setof bigint
language sql stable as $$
    select distinct t.id
    from post_citation c
    join post p on p.id = c.post_id
    join thread t on t.id = p.thread_id
    join readable_groups(viewer) v on v.group_id = t.group_id
    where c.norm = any (keys) and (cited = '' or c.article = cited)
$$;

-- All keys of a norm that is known by one of them; of any other that one. Null for null and nothing.
create or replace function norm_keys_of(wanted text) returns text[]
language plpgsql stable as $$
begin
    if wanted is null or wanted = '' then
        return null;
    end if;
    return coalesce((select k.keys from norm_known k where wanted = any (k.keys) order by k.own, k.id limit 1), array[wanted]);
end
$$;

-- The threads of some groups that cite a norm or one article of it, where they are few: then it is better to go through these
-- than to walk past others. Null where they are many.
create or replace function norm_few_threads(keys text[], cited text, groups bigint[]) returns bigint[]
language plpgsql stable as $$
declare
    few constant integer := 500;  -- citations
    found bigint[];
begin
    found := array(
        select t.id
        from unnest(keys) n (norm)
        cross join lateral (select c.post_id from post_citation c where c.norm = n.norm and (cited = '' or c.article = cited)
                            order by c.article, c.post_id offset 0) c
        join post p on p.id = c.post_id
        join thread t on t.id = p.thread_id and t.group_id = any (groups)
        limit few + 1);
    return case when cardinality(found) <= few then array(select distinct id from unnest(found) id) end;
end
$$;
