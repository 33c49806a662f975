-- SPDX-License-Identifier: EUPL-1.2
-- What is stored for search, and the triggers that keep it in the transaction of its cause.

-- A question and its answers are found by the words of the title too; only the first post carries them as a title.
create or replace function search_document(title text, tags text, body text, language text, number integer, role text,
                                           marks text[]) returns tsvector
language plpgsql stable parallel safe as $$
declare
    words text[] := search_lexemes(
        case when role in ('root', 'answer') then concat_ws(E'\n', title, tags, body) else body end, language);
    heading text;
begin
    if number = 1 then
        heading := array_to_string(search_lexemes(title, language), ' /');
        if heading <> '' then words := words || string_to_array('/' || heading, ' '); end if;
    end if;
    return array_to_tsvector(words || marks);
end
$$;

create or replace view search_source as
select p.id as post_id, p.thread_id, t.group_id, p.number, t.kind, t.state, p.created_at,
       search_document(t.title, array_to_string(g.names, ' '), p.body, t.language, p.number, p.role,
           array['@g' || t.group_id, '@' || t.kind, to_char(p.created_at at time zone 'UTC', '"@m"YYYYMM'),
                 to_char(p.created_at at time zone 'UTC', '"@y"YYYY')]
           || case when pg.kind = 'open' then array['@open'] else '{}' end
           || array(select '#' || name from unnest(g.tags) name)) as words
from post p
join thread t on t.id = p.thread_id
join plaza_group pg on pg.id = t.group_id
cross join lateral (select array(select tag.name from thread_tag tt join tag on tag.id = tt.tag_id
                                 where tt.thread_id = t.id) as tags,
                           array(select tag.name from thread_tag tt join tag on tag.id = tt.tag_id where tt.thread_id = t.id
                                 union all
                                 select s.name from thread_tag tt join tag_synonym s on s.tag_id = tt.tag_id
                                 where tt.thread_id = t.id) as names) g
where p.deleted_at is null;

create or replace function search_store(posts bigint[]) returns void
language plpgsql as $$
begin
    insert into post_search as s (post_id, thread_id, group_id, number, kind, state, created_at, words, outdated, checked_at)
    select f.post_id, f.thread_id, f.group_id, f.number, f.kind, f.state, f.created_at, f.words,
           coalesce(y.superseded_by is not null or not y.holds, false) or d.thread_id is not null, y.checked_at
    from unnest(posts) wanted
    join search_source f on f.post_id = wanted
    left join thread_validity y on y.thread_id = f.thread_id
    left join question_duplicate d on d.thread_id = f.thread_id
    on conflict (post_id) do update set
        thread_id = excluded.thread_id, group_id = excluded.group_id, number = excluded.number, kind = excluded.kind,
        state = excluded.state, created_at = excluded.created_at, words = excluded.words, outdated = excluded.outdated,
        checked_at = excluded.checked_at;
end
$$;

-- The same, for jobs: what they read stays true until they have stored it. Who writes in a thread holds it, and whoever waits
-- for them in the middle of a statement would store what was there before; so they are waited for first.
create or replace function search_store_held(posts bigint[]) returns void
language plpgsql as $$
begin
    perform from thread t where t.id in (select p.thread_id from post p where p.id = any (posts)) order by t.id for share;
    perform search_store(posts);
end
$$;

-- What changes for the posts of a thread behind one of its numbers: so many numbers are taken up at once, the others by a job,
-- so that nobody waits for two thousand.
create or replace function search_at_once() returns integer
language sql immutable parallel safe as $$
    select 50
$$;

create or replace function search_renew_later(of_thread bigint, behind integer) returns void
language plpgsql as $$
begin
    if exists (select from post p where p.thread_id = of_thread and p.number > behind and p.deleted_at is null) then
        perform enqueue_soon('search.renew', 'search.renew:' || of_thread || ':' || behind,
                             jsonb_build_object('thread', of_thread, 'behind', behind), 0);
    end if;
end
$$;

create or replace function search_renew(of_thread bigint, behind integer) returns void
language plpgsql as $$
declare
    at_once integer := behind + search_at_once();
begin
    perform search_store(array(
        select p.id from post p
        where p.thread_id = of_thread and p.number > behind and p.number <= at_once and p.deleted_at is null));
    perform search_renew_later(of_thread, at_once);
end
$$;

-- The same where no words change: how a thread stands among what is found.
create or replace function search_renew_standing(of_thread bigint) returns void
language plpgsql as $$
begin
    update post_search s
    set state = t.state, outdated = coalesce(y.superseded_by is not null or not y.holds, false) or d.thread_id is not null, checked_at = y.checked_at
    from thread t left join thread_validity y on y.thread_id = t.id left join question_duplicate d on d.thread_id = t.id
    where t.id = of_thread and s.thread_id = of_thread and s.number <= search_at_once();
    perform search_renew_later(of_thread, search_at_once());
end
$$;

-- The next of them; the number of the last, and null when there are no more.
create or replace function search_renew_some(of_thread bigint, behind integer, batch integer) returns integer
language plpgsql as $$
declare
    posts bigint[];
    last_number integer;
begin
    -- What is read from here on is what stands, as in search_store_held.
    perform from thread t where t.id = of_thread for share;
    select array_agg(p.id), max(p.number) into posts, last_number
    from (select p.id, p.number from post p
          where p.thread_id = of_thread and p.number > behind and p.deleted_at is null
          order by p.number limit batch) p;
    perform search_store(posts);
    return case when cardinality(posts) = batch then last_number end;
end
$$;

-- A question is stemmed in the languages that there are in the groups of its reader.
create or replace function search_language_seen() returns trigger
language plpgsql as $$
begin
    insert into search_group_language (group_id, language) values (new.group_id, search_language(new.language))
    on conflict do nothing;
    return null;
end
$$;
create or replace trigger search_language_seen after insert or update of language, group_id on thread
    for each row execute function search_language_seen();

-- What a group holds may be much: it is taken up again by a job, some posts at a time. Who may read it changes at
-- once (search_find asks the rule for every row, and does not rely on the mark @open of a group that waits here).
create or replace function search_group_changed() returns trigger
language plpgsql as $$
begin
    insert into search_regroup (group_id) values (new.id) on conflict (group_id) do update set after_post = 0;
    insert into job (kind, unique_key) values ('search.regroup', 'search.regroup') on conflict (unique_key) do nothing;
    return null;
end
$$;
create or replace trigger search_group_changed after update of kind on plaza_group
    for each row when (old.kind is distinct from new.kind) execute function search_group_changed();

-- The next posts of one group that waits; whether more are to be done.
create or replace function search_regroup_some(batch integer) returns boolean
language plpgsql as $$
declare
    waiting search_regroup;
    posts bigint[];
begin
    select * into waiting from search_regroup order by group_id limit 1 for update skip locked;
    if not found then
        return false;
    end if;
    posts := array(select post_id from post_search where group_id = waiting.group_id and post_id > waiting.after_post
                   order by post_id limit batch);
    perform search_store_held(posts);
    if cardinality(posts) < batch then
        delete from search_regroup where group_id = waiting.group_id;
    else
        update search_regroup set after_post = posts[cardinality(posts)] where group_id = waiting.group_id;
    end if;
    return exists (select from search_regroup);
end
$$;

create or replace function search_posts_added() returns trigger
language plpgsql as $$
begin
    perform search_store(array(select id from added));
    return null;
end
$$;
create or replace trigger search_posts_added after insert on post
    referencing new table as added for each statement execute function search_posts_added();

create or replace function search_post_changed() returns trigger
language plpgsql as $$
begin
    if new.deleted_at is null and new.thread_id = old.thread_id then
        perform search_store(array[new.id]);
    else
        -- Who moves posts to another thread has them taken up from there: none is found meanwhile where it may not be.
        delete from post_search where post_id = new.id;
    end if;
    return null;
end
$$;
create or replace trigger search_post_changed after update of body, deleted_at, created_at, number, thread_id on post
    for each row execute function search_post_changed();

create or replace function search_thread_changed() returns trigger
language plpgsql as $$
begin
    if (old.title, old.language, old.group_id, old.kind) is not distinct from (new.title, new.language, new.group_id, new.kind) then
        perform search_renew_standing(new.id);
        return null;
    end if;
    if old.group_id <> new.group_id then
        -- What is taken up later is found meanwhile by nobody, hence by nobody who may not read it.
        delete from post_search where thread_id = new.id;
    elsif old.title <> new.title then
        -- Nor by words that were taken out of the title.
        delete from post_search where thread_id = new.id and number > search_at_once();
    end if;
    perform search_renew(new.id, 0);
    return null;
end
$$;
create or replace trigger search_thread_changed after update on thread
    for each row
    when ((old.title, old.language, old.group_id, old.kind, old.state)
          is distinct from (new.title, new.language, new.group_id, new.kind, new.state))
    execute function search_thread_changed();

-- Tags are usually written before the first post; then nothing stands here yet.
create or replace function search_tags_changed() returns trigger
language plpgsql as $$
begin
    perform search_renew(c.thread_id, 0)
    from (select distinct h.thread_id from changed h join post_search s on s.thread_id = h.thread_id order by h.thread_id) c;
    return null;
end
$$;
create or replace trigger search_tags_added after insert on thread_tag
    referencing new table as changed for each statement execute function search_tags_changed();
create or replace trigger search_tags_removed after delete on thread_tag
    referencing old table as changed for each statement execute function search_tags_changed();

-- Posts that search does not know yet, some at a time: writers of the same posts wait for one batch at most.
create or replace procedure search_catch_up()
language plpgsql as $$
declare
    a_batch constant integer := 500;
    missing bigint[];
begin
    insert into search_group_language (group_id, language)
    select distinct group_id, search_language(language) from thread
    on conflict do nothing;
    loop
        commit;
        missing := array(
            select p.id from post p
            where p.deleted_at is null and not exists (select from post_search s where s.post_id = p.id)
            limit a_batch);
        exit when missing = '{}';
        perform search_store_held(missing);
    end loop;
end
$$;

-- Common lexemes, measured on open groups alone: what a search shows must not depend on what its
-- reader may not see. Identifiers are a random order, so the first are a sample.
create or replace function search_measure() returns void
language plpgsql as $$
declare
    sample constant integer := 5000;
begin
    update search_size set
        posts = (select count(*) from post_search s join plaza_group g on g.id = s.group_id where g.kind = 'open');
    delete from search_frequency;
    insert into search_frequency (lexeme, share)
    select word, ndoc::real / least(sample, (select posts from search_size))
    from ts_stat(format('select words from post_search s join plaza_group g on g.id = s.group_id '
                        'where g.kind = ''open'' order by post_id limit %s', sample))
    where ndoc * 200 >= least(sample, (select posts from search_size)) and left(word, 1) not in ('@', '#', '/');
end
$$;
