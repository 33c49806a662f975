-- SPDX-License-Identifier: EUPL-1.2
-- Following: what one may follow, and the order in which the feed finds the threads of a tag.

-- A tag is known to who may read a thread with it, and to everybody where it belongs to the vocabulary.
create or replace function knows_tag(viewer bigint, tag bigint) returns boolean
language sql stable as $$
    select exists (select from tag g where g.id = tag and g.vocabulary)
        or exists (select from tag_synonym s where s.tag_id = tag)
        or exists (select from thread_tag tt join thread t on t.id = tt.thread_id
                   join readable_groups(viewer) v on v.group_id = t.group_id
                   where tt.tag_id = tag)
$$;

create or replace function thread_tag_activity() returns trigger
language plpgsql as $$
begin
    -- Of a thread that is not there the foreign key tells.
    new.last_activity_at := coalesce((select t.last_activity_at from thread t where t.id = new.thread_id), now());
    return new;
end
$$;
create or replace trigger thread_tag_activity before insert on thread_tag
    for each row execute function thread_tag_activity();

create or replace function thread_activity() returns trigger
language plpgsql as $$
begin
    update thread_tag set last_activity_at = new.last_activity_at where thread_id = new.id;
    return null;
end
$$;
create or replace trigger thread_activity after update of last_activity_at on thread
    for each row when (old.last_activity_at <> new.last_activity_at) execute function thread_activity();
