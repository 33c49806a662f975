-- SPDX-License-Identifier: EUPL-1.2
-- The JSON shapes of threads, posts, groups and people, each built in one place: pages, feed, search and events use
-- these. What depends on the reader is added last, so that events can leave it out.
--
-- Threads and posts are joined as text, which takes half the time of json_build_object(); every text of people goes
-- through to_json(). The functions are planned into the query that calls them: for that their volatility must be that of
-- what they call, and neither they nor their arguments may hold a subquery.

create or replace function rfc3339(t timestamptz) returns text
language sql stable as $$ select to_char(t at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') $$;

create or replace function json_bool(b boolean) returns text
language sql immutable as $$ select case when b then 'true' else 'false' end $$;

-- `photo` is `person.shown_photo`: author lines are the same for every reader.
create or replace function person_ref(id bigint, name text, "position" text, administration_id bigint,
                                      administration text, band text, photo text) returns json
language sql stable as $$
    select concat('{"id":', id, ',"name":', to_json(name), ',"post":', to_json("position"), ',"administration":',
        case when administration_id is not null
             then concat('{"id":', administration_id, ',"name":', to_json(administration),
                         ',"band":', coalesce('"' || band || '"', 'null'), '}')
             else 'null' end, ',"photo":', coalesce('"' || photo || '"', 'null'), '}')::json
$$;

-- What servers of the release before still call.
create or replace function person_ref(id bigint, name text, "position" text, administration_id bigint,
                                      administration text, band text) returns json
language sql stable as $$ select person_ref(id, name, "position", administration_id, administration, band, null) $$;

-- After so long what nobody checked may have ceased to hold: laws of budgets and their thresholds are of one or two years.
create or replace function validity_lasts() returns interval
language sql immutable as $$ select interval '2 years' $$;

-- Since when nobody looked at what a thread says, where that is too long ago. Only what people come back to grows old:
-- articles, and questions that were solved.
create or replace function unchecked_since(kind text, state text, created_at timestamptz, accepted_at timestamptz, checked_at timestamptz)
returns timestamptz language sql stable as $$
    select case when (kind = 'article' or state = 'solved')
                 and coalesce(checked_at, greatest(created_at, accepted_at)) < now() - validity_lasts()
           then coalesce(checked_at, greatest(created_at, accepted_at)) end
$$;

-- How a thread stands, for every reader, where there is something to say of it.
create or replace function validity_json(checked_at timestamptz, checked_by bigint, holds boolean, asked boolean,
                                         norm_change bigint, unchecked_since timestamptz) returns text
language sql stable as $$
    select concat('{"checked_at":', coalesce('"' || rfc3339(checked_at) || '"', 'null'),
        ',"checked_by":', coalesce((select json_build_object('id', p.id, 'name', p.name)::text from person p where p.id = checked_by), 'null'),
        ',"holds":', case when holds is null then 'null' else json_bool(holds) end, ',"asked":', json_bool(asked),
        ',"norm_changed":', coalesce((select '"' || c.changed_on || '"' from norm_change c where c.id = norm_change), 'null'),
        ',"unchecked_since":', coalesce('"' || rfc3339(unchecked_since) || '"', 'null'), '}')
$$;

-- A thread as a link to it, for who may read it; null for anybody else.
create or replace function thread_link_json(linked bigint, viewer bigint) returns json
language sql stable as $$
    select json_build_object('id', t.id, 'title', t.title, 'kind', t.kind, 'language', t.language,
                             'group', json_build_object('slug', g.slug, 'name', g.name))
    from thread t
    join plaza_group g on g.id = t.group_id
    join readable_groups(viewer) v on v.group_id = t.group_id
    where t.id = linked
$$;

-- What a model document is, for every reader. What it was derived from is for who may read that: `model_details`.
create or replace function model_json(model bigint, type text, administration bigint, state text, since date) returns text
language sql stable as $$
    select concat('{"type":"', type, '","administration":',
        (select json_build_object('id', a.id, 'name', a.name, 'band', a.band) from administration a where a.id = model_json.administration),
        ',"state":"', state, '","since":', coalesce('"' || since || '"', 'null'),
        ',"adoptions":', (select count(*) from model_adoption m where m.thread_id = model), '}')
$$;

-- What only some threads have is looked up apart (`offset 0` keeps it apart): PostgreSQL plans eight joined tables together
-- (join_collapse_limit), and with more in this view it joined all threads there are before it took the few that were asked for.
create or replace view thread_row as
select t.id, t.group_id, t.kind, t.title, t.state, t.language, t.author_id, t.created_at, t.last_activity_at,
       t.answers, t.replies, t.next_number, g.slug, g.name as group_name, g.archived_at, t.author_position,
       t.author_administration_id, p.name as author_name, a.name as administration_name, a.band,
       side.accepted, tags.names as tags, side.pinned, p.shown_photo as author_photo,
       t.closed_by,
       side.checked_at, side.checked_by, side.holds, side.check_asked, side.norm_change_id, side.superseded_by,
       side.accepted_at,
       side.model_type, side.model_administration_id, side.model_state, side.model_since, side.unchecked_since,
       side.duplicate_of, side.reopened_at, side.same_problem
from thread t
join plaza_group g on g.id = t.group_id
join person p on p.id = t.author_id
left join administration a on a.id = t.author_administration_id
cross join lateral (
    select acc.number as accepted, acc.accepted_at, pin.thread_id is not null as pinned,
           val.checked_at, val.checked_by, val.holds, val.asked_at is not null as check_asked, val.norm_change_id, val.superseded_by,
           unchecked_since(t.kind, t.state, t.created_at, acc.accepted_at, val.checked_at) as unchecked_since,
           md.type as model_type, md.administration_id as model_administration_id, md.state as model_state, md.state_since as model_since,
           dup.of_thread_id as duplicate_of,
           -- Of what is solved or closed nobody waits for anything.
           case when not t.solved and t.closed_by is null then again.at end as reopened_at,
           (select count(distinct s.administration_id) from same_problem s where s.thread_id = one.id) as same_problem
    from (values (t.id)) one (id)
    left join accepted_answer acc on acc.thread_id = one.id
    left join thread_pin pin on pin.thread_id = one.id
    left join thread_validity val on val.thread_id = one.id
    left join model_document md on md.thread_id = one.id
    left join question_duplicate dup on dup.thread_id = one.id
    left join question_reopened again on again.thread_id = one.id
    offset 0
) side
cross join lateral (
    select coalesce(json_agg(name order by name), '[]') as names
    from (select (select tag.name from tag where tag.id = tt.tag_id) as name from thread_tag tt where tt.thread_id = t.id) n
) tags;

create or replace function thread_members(r thread_row) returns text
language sql stable as $$
    select concat('"id":', r.id, ',"group":{"slug":"', r.slug, '","name":', to_json(r.group_name),
        '},"kind":"', r.kind, '","title":', to_json(r.title), ',"state":"', r.state, '","language":', to_json(r.language),
        ',"author":', person_ref(r.author_id, r.author_name, r.author_position, r.author_administration_id,
                                 r.administration_name, r.band, r.author_photo),
        ',"tags":', r.tags, ',"created_at":"', rfc3339(r.created_at), '","last_activity_at":"', rfc3339(r.last_activity_at),
        '","answers":', r.answers, ',"replies":', r.replies, ',"accepted":', coalesce(r.accepted::text, 'null'),
        ',"pinned":', json_bool(r.pinned), ',"closed":', json_bool(r.closed_by is not null), ',"validity":',
        case when r.checked_at is null and not r.check_asked and r.norm_change_id is null and r.unchecked_since is null then 'null'
             else validity_json(r.checked_at, r.checked_by, r.holds, r.check_asked, r.norm_change_id, r.unchecked_since) end,
        ',"model":', case when r.model_type is null then 'null'
                          else model_json(r.id, r.model_type, r.model_administration_id, r.model_state, r.model_since) end,
        ',"reopened_at":', coalesce('"' || rfc3339(r.reopened_at) || '"', 'null'), ',"same_problem":', r.same_problem)
$$;

create or replace function thread_json(r thread_row) returns json
language sql stable as $$ select concat('{', thread_members(r), '}')::json $$;

-- Numbers above the watermark, at most 100 (shown as "99+"). What was there before the person joined is not new.
create or replace function unread_count(next_number integer, read_number integer, last_activity timestamptz, since timestamptz)
returns integer language sql immutable as $$
    select least(100, case when read_number is null and since is not null and last_activity < since then 0
                           when since is null and read_number is null then 0
                           else greatest(0, next_number - 1 - coalesce(read_number, 0)) end)
$$;

-- In a closed thread moderators alone write; what stands there is still read, marked and put right. Whoever asked opens
-- again what they closed themselves.
create or replace function rights_in_thread(role text, is_author boolean, archived boolean, kind text, closed boolean,
                                            closed_by_me boolean, writes_too boolean) returns text
language sql stable as $$
    select concat(
        '{"reply":', json_bool(role is not null and not archived and (not closed or role in ('moderator', 'owner'))),
        ',"answer":', json_bool(role is not null and not archived and kind = 'question'
                                and (not closed or role in ('moderator', 'owner'))),
        ',"mark":', json_bool(role is not null and not archived),
        ',"accept":', json_bool(role is not null and not archived and kind = 'question'
                                and (is_author or role in ('moderator', 'owner'))),
        ',"edit":', json_bool(role is not null and not archived and (is_author or writes_too)),
        ',"close":', json_bool(role is not null and not archived
                               and (role in ('moderator', 'owner') or is_author and (not closed or closed_by_me))),
        ',"order":', json_bool(role in ('moderator', 'owner') and not archived), '}')
$$;

-- Threads shaped for the viewer, with their places in `ids`. The ids come from a query that joined the visibility
-- rule; it is joined again here so that no caller can forget it. PL/pgSQL keeps the plan, which takes longer to make
-- than to run.
create or replace function thread_shapes(ids bigint[], viewer bigint) returns table (n bigint, id bigint, shape text)
language plpgsql stable as $$
begin
    return query
        select o.n, r.id,
               concat('{', thread_members(r), ',"unread":', unread_count(r.next_number, tr.number, r.last_activity_at, greatest(m.since, m.read_until)),
                      ',"can":', rights_in_thread(v.role, r.author_id = viewer, r.archived_at is not null, r.kind,
                                              r.closed_by is not null, coalesce(r.closed_by = viewer, false),
                                              w.thread_id is not null),
                      ',"superseded_by":', case when r.superseded_by is null then 'null'
                                                else coalesce(thread_link_json(r.superseded_by, viewer)::text, 'null') end,
                      ',"duplicate_of":', case when r.duplicate_of is null then 'null'
                                               else coalesce(thread_link_json(r.duplicate_of, viewer)::text, 'null') end,
                      ',"same_here":', json_bool(said.thread_id is not null), '}')
        from unnest(ids) with ordinality o(id, n)
        join thread_row r on r.id = o.id
        join lateral (select * from readable_groups(viewer) g where g.group_id = r.group_id) v on true
        left join membership m on m.group_id = r.group_id and m.person_id = viewer
        left join thread_read tr on tr.thread_id = r.id and tr.person_id = viewer
        left join same_problem said on said.thread_id = r.id and said.person_id = viewer
        left join article_author w on r.kind = 'article' and w.thread_id = r.id and w.person_id = viewer and w.accepted_at is not null;
end
$$;
-- Of the release before, whose `thread_shapes` has just been replaced.
drop function if exists rights_in_thread(text, boolean, boolean, text);

-- The same as one JSON array in the order of `ids`.
create or replace function thread_page(ids bigint[], viewer bigint) returns text
language plpgsql stable as $$
begin
    return (select concat('[', string_agg(s.shape, ',' order by s.n), ']') from thread_shapes(ids, viewer) s);
end
$$;

create or replace view post_row as
select p.id, p.thread_id, p.number, p.role, p.parent, p.author_id, p.author_position, p.author_administration_id,
       p.body, p.html, p.useful + p.imported_up as useful, p.created_at, p.edited_at, p.deleted_at,
       pe.name as author_name, a.name as administration_name, a.band,
       acc.number is not null as accepted, pe.shown_photo as author_photo, p.version, p.weight, p.edited_by,
       ed.name as editor_name, (select count(*) from applied_result ar where ar.post_id = p.id) as applied
from post p
join person pe on pe.id = p.author_id
left join administration a on a.id = p.author_administration_id
left join person ed on ed.id = p.edited_by and ed.id <> p.author_id and p.deleted_at is null
left join accepted_answer acc on acc.thread_id = p.thread_id and acc.number = p.number;

create or replace function post_members(r post_row) returns text
language sql stable as $$
    select concat('"id":', r.id, ',"thread":', r.thread_id, ',"number":', r.number, ',"role":"', r.role,
        '","parent":', coalesce(r.parent::text, 'null'), ',"author":',
        case when r.deleted_at is null
             then person_ref(r.author_id, r.author_name, r.author_position, r.author_administration_id,
                             r.administration_name, r.band, r.author_photo)::text
             else 'null' end,
        ',"body":', to_json(r.body), ',"html":', to_json(r.html), ',"useful":', r.useful,
        ',"accepted":', json_bool(r.accepted), ',"created_at":"', rfc3339(r.created_at),
        '","version":', r.version, ',"edited_at":', coalesce('"' || rfc3339(r.edited_at) || '"', 'null'), ',"edited_by":', coalesce('{"id":' || r.edited_by || ',"name":' || to_json(r.editor_name) || '}', 'null'),
        ',"applied":', r.applied, ',"weight":', coalesce('"' || r.weight || '"', 'null'), ',"deleted":', json_bool(r.deleted_at is not null),
        -- Only what its text names can be shown; most name nothing.
        ',"files":', case when position('/files/' in r.body) > 0 then files_of_post(r.id) else '[]' end)
$$;

create or replace function post_json(r post_row) returns json
language sql stable as $$ select concat('{', post_members(r), '}')::json $$;

create or replace function post_shape(r post_row, my_vote boolean) returns text
language sql stable as $$ select concat('{', post_members(r), ',"my_vote":', json_bool(my_vote), '}') $$;

-- `mine` is the reader's membership; only who belongs is welcomed, and only who keeps the group is told that it is idle.
create or replace function group_shape(g plaza_group, members bigint, mine text, level text) returns json
language sql stable as $$
    select json_build_object('id', g.id, 'slug', g.slug, 'name', g.name, 'kind', g.kind, 'description', g.description,
        'rules', g.rules, 'welcome', case when mine in ('none', 'requested', 'invited') then '' else g.welcome end,
        'official', g.official, 'language', g.language, 'who_starts', g.who_starts, 'mail_content', g.mail_content, 'join_relations', g.join_relations,
        'members', members, 'my_membership', mine, 'my_level', level, 'archived', g.archived_at is not null,
        'idle_since', case when mine in ('host', 'moderator', 'owner') then rfc3339(g.idle_since) end,
        'version', g.version)
$$;
