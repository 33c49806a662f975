-- SPDX-License-Identifier: EUPL-1.2
-- Whatever gives a tag another name takes it into the vocabulary. Who used that name as a tag so far meant this one: its threads
-- come over as when tags are merged, and are found on its page from then on.
create or replace function tag_named() returns trigger
language plpgsql as $$
begin
    update tag set vocabulary = true where id in (select tag_id from added) and not vocabulary;
    perform renew_tag(t.id, m.tag_id)
    from (select distinct on (tag_key(a.name)) tag_key(a.name) as key, a.tag_id from added a order by tag_key(a.name), a.tag_id) m
    join tag t on tag_key(t.name) = m.key and t.id <> m.tag_id and not t.vocabulary;
    return null;
end
$$;
create or replace trigger tag_named after insert on tag_synonym
    referencing new table as added for each statement execute function tag_named();

-- Other names of tags, in whatever language (tag_synonym), as people write tags: without case, accents and spaces.
create or replace function tag_key(t text) returns text
language sql immutable parallel safe as $$
    select translate(fold(t), ' ''’', '-')
$$;

-- The tag that is meant by this name: itself where it is in the vocabulary, else the one it is another name of.
create or replace function tag_called(name text) returns text
language sql stable as $$
    select case when exists (select from tag t where t.name = tag_called.name
                             and (t.vocabulary or exists (select from tag_synonym s where s.tag_id = t.id))) then tag_called.name
           else coalesce((select min(t.name) from tag_synonym s join tag t on t.id = s.tag_id
                          where tag_key(s.name) = tag_key(tag_called.name)), tag_called.name) end
$$;
