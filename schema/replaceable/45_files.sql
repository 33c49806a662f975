-- SPDX-License-Identifier: EUPL-1.2
-- Files: where they hang, who may read them, and what becomes of their bytes.

create or replace function file_place() returns trigger
language plpgsql as $$
begin
    new.group_id := (select t.group_id from post p join thread t on t.id = p.thread_id where p.id = new.post_id);
    return new;
end
$$;
create or replace trigger file_place before insert or update of post_id on file
    for each row when (new.post_id is not null) execute function file_place();

create or replace function thread_moves_files() returns trigger
language plpgsql as $$
begin
    update file f set group_id = new.group_id from post p where p.thread_id = new.id and f.post_id = p.id;
    return null;
end
$$;
create or replace trigger thread_moves_files after update of group_id on thread
    for each row when (old.group_id <> new.group_id) execute function thread_moves_files();

create or replace function post_moves_files() returns trigger
language plpgsql as $$
begin
    update file set group_id = (select t.group_id from thread t where t.id = new.thread_id) where post_id = new.id;
    return null;
end
$$;
create or replace trigger post_moves_files after update of thread_id on post
    for each row when (old.thread_id <> new.thread_id) execute function post_moves_files();

-- What hangs from a post goes with its text, whatever path deleted it.
create or replace function post_drops_files() returns trigger
language plpgsql as $$
begin
    delete from file where post_id = new.id;
    return null;
end
$$;
create or replace trigger post_drops_files after update of deleted_at on post
    for each row when (new.deleted_at is not null and old.deleted_at is null) execute function post_drops_files();

create or replace function person_drops_files() returns trigger
language plpgsql as $$
begin
    delete from file where owner_id = new.id and post_id is null;
    return null;
end
$$;
create or replace trigger person_drops_files after update of status on person
    for each row when (new.status = 'erased' and old.status <> 'erased') execute function person_drops_files();

-- What the texts name that somebody is still writing: their files wait as long as those do.
create or replace function files_in_drafts(of_person bigint) returns setof bigint
language sql stable as $$
    select distinct m[1]::bigint
    from (select d.fields::text as words from draft d where d.person_id = of_person and not d.ended
          -- Confirmed, and going to be published, whatever the draft says by now.
          union all select p.request::text from draft_publication p where p.person_id = of_person) said,
         regexp_matches(said.words, '/files/([1-9][0-9]{0,15})(?![0-9])', 'g') m
$$;

create or replace function file_doom() returns trigger
language plpgsql as $$
begin
    insert into file_doomed (stored) values (old.stored) on conflict do nothing;
    return null;
end
$$;
create or replace trigger file_doom after delete on file for each row execute function file_doom();
create or replace trigger file_refused after update of state on file
    for each row when (new.state = 'refused' and old.state <> 'refused') execute function file_doom();

-- What hangs from a post is known to who may read the post, what hangs from nothing to its owner.
create or replace function may_know_file(viewer bigint, f file) returns boolean
language sql stable as $$
    select case
        when f.post_id is null then f.owner_id = viewer
        else exists (select from post p
                     join thread t on t.id = p.thread_id
                     join readable_groups(viewer) v on v.group_id = t.group_id
                     where p.id = f.post_id and p.deleted_at is null) end
$$;

-- The rule of every read: what has not been checked is read by nobody.
create or replace function may_read_file(viewer bigint, f file) returns boolean
language sql stable as $$
    select f.state = 'ready' and may_know_file(viewer, f)
$$;

create or replace function file_shape(f file) returns json
language sql stable as $$
    select json_build_object('id', f.id, 'name', f.name, 'kind', f.kind, 'size', f.size, 'width', f.width, 'height', f.height)
$$;

create or replace function file_with_state(f file) returns json
language sql stable as $$
    select json_build_object('id', f.id, 'name', f.name, 'kind', f.kind, 'size', f.size, 'width', f.width,
                             'height', f.height, 'state', f.state)
$$;

-- What the text of a post shows of files, the same for every reader: what is being checked by its name alone, since nobody
-- can read it; what was refused to nobody.
create or replace function files_of_post(of_post bigint) returns text
language sql stable as $$
    select coalesce(json_agg(file_with_state(f) order by f.created_at, f.id), '[]')::text
    from file f where f.post_id = of_post and f.shown and f.state <> 'refused'
$$;
