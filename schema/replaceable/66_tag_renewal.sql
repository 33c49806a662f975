-- SPDX-License-Identifier: EUPL-1.2
-- What becomes of threads when the vocabulary changes: a job takes them up, some at a time. Each change has a job of its own:
-- one that runs would not see what was changed after it began.

create or replace function renew_tag(tag bigint, becomes bigint) returns void
language sql as $$
    insert into tag_renewal (tag_id, into_id) values (tag, becomes)
    on conflict (tag_id) do update set into_id = coalesce(excluded.into_id, tag_renewal.into_id), after_thread = 0;
    insert into job (kind) values ('tags.renew')
$$;

-- The tag gives its names, its own among them, to another one, which is meant by all of them from now on. Its threads and
-- who follows it come later.
create or replace function merge_tags(gone bigint, kept bigint, language text) returns void
language plpgsql as $$
begin
    insert into tag_synonym (tag_id, language, name)
    select kept, s.language, s.name from tag_synonym s where s.tag_id = gone
    union select kept, merge_tags.language, t.name from tag t where t.id = gone
    on conflict do nothing;
    delete from tag_synonym where tag_id = gone;
    update tag t set vocabulary = t.id = kept where t.id in (gone, kept);
    -- Whatever was to become this one becomes the other.
    update tag_renewal set into_id = kept, after_thread = 0 where into_id = gone;
    perform renew_tag(gone, kept);
    perform renew_tag(kept, null);
end
$$;

-- The next threads of one tag that waits; whether more are to be done.
create or replace function renew_tags_some(batch integer) returns boolean
language plpgsql as $$
declare
    -- So many at once keep nobody from writing for a second.
    most_posts constant integer := 500;
    waiting tag_renewal;
    threads bigint[];
    all_of_them boolean;
begin
    select * into waiting from tag_renewal order by tag_id limit 1 for update skip locked;
    if not found then
        return false;
    end if;
    with next as (
        select t.id, sum(t.next_number) over (order by t.id) - t.next_number as posts_before
        from (select tt.thread_id from thread_tag tt
              where tt.tag_id = waiting.tag_id and (waiting.into_id is not null or tt.thread_id > waiting.after_thread)
              order by tt.thread_id limit batch) x
        join thread t on t.id = x.thread_id)
    select coalesce(array_agg(n.id order by n.id) filter (where n.posts_before < most_posts), '{}'),
           count(*) < batch and coalesce(max(n.posts_before), 0) < most_posts
    into threads, all_of_them from next n;
    -- Nobody writes in them until this is done, and what is read of them from here on is what stands.
    perform from thread t where t.id = any (threads) order by t.id for share;
    if waiting.into_id is null then
        perform search_store(array(select s.post_id from post_search s where s.thread_id = any (threads)));
        if all_of_them then
            delete from tag_renewal where tag_id = waiting.tag_id;
        else
            update tag_renewal set after_thread = threads[cardinality(threads)] where tag_id = waiting.tag_id;
        end if;
    else
        -- Triggers take them up for search.
        delete from thread_tag where tag_id = waiting.tag_id and thread_id = any (threads);
        insert into thread_tag (thread_id, tag_id) select x, waiting.into_id from unnest(threads) x on conflict do nothing;
        if all_of_them then
            -- Whoever was about to give it to a thread has done so, or finds the other one.
            perform from tag t where t.id = waiting.tag_id for update;
            insert into thread_tag (thread_id, tag_id)
            select tt.thread_id, waiting.into_id from thread_tag tt where tt.tag_id = waiting.tag_id on conflict do nothing;
            insert into tag_follow (person_id, tag_id, since)
            select f.person_id, waiting.into_id, f.since from tag_follow f where f.tag_id = waiting.tag_id
            on conflict do nothing;
            insert into routing_declined (person_id, tag_id, declined_at)
            select d.person_id, waiting.into_id, d.declined_at from routing_declined d where d.tag_id = waiting.tag_id
            on conflict do nothing;
            delete from tag where id = waiting.tag_id;
        end if;
    end if;
    return exists (select from tag_renewal);
end
$$;

-- A tag as its page shows it.
-- What is said of a tag by its digest: whoever changes it says which state they had read.
create or replace function tag_version(of_tag bigint) returns text
language sql stable as $$
    select md5(concat_ws(E'\n', t.name, t.vocabulary, t.description,
                         (select string_agg(s.language || ' ' || s.name, E'\n' order by s.language, s.name) from tag_synonym s where s.tag_id = t.id)))
    from tag t where t.id = of_tag
$$;
create or replace function tag_json(of_tag bigint) returns json
language sql stable as $$
    select json_build_object('name', t.name, 'vocabulary', t.vocabulary, 'description', t.description, 'version', tag_version(t.id),
        'names', (select coalesce(json_agg(json_build_object('language', s.language, 'name', s.name) order by s.language, s.name), '[]')
                  from tag_synonym s where s.tag_id = t.id))
    from tag t where t.id = of_tag
$$;
