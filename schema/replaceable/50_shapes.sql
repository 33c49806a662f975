-- SPDX-License-Identifier: EUPL-1.2
-- The JSON shapes of threads, posts, groups and people, each built in one place: pages, feed, search and events use
-- these. What depends on the reader is added last (json_with), so that events can leave it out.

create or replace function rfc3339(t timestamptz) returns text
language sql stable as $$ select to_char(t at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') $$;

-- Both objects in one; the second must have members.
create or replace function json_with(shared json, extra json) returns json
language sql immutable as $$ select (left(shared::text, -1) || ',' || substr(extra::text, 2))::json $$;

create or replace function person_ref(id bigint, name text, "position" text, administration_id bigint,
                                      administration text, band text) returns json
language sql stable as $$
    select json_build_object('id', id, 'name', name, 'post', "position", 'administration',
        case when administration_id is not null
             then json_build_object('id', administration_id, 'name', administration, 'band', band) end)
$$;

create or replace view thread_row as
select t.id, t.group_id, t.kind, t.title, t.state, t.language, t.author_id, t.created_at, t.last_activity_at,
       t.answers, t.replies, t.next_number, g.slug, g.name as group_name, g.archived_at, t.author_position,
       t.author_administration_id, p.name as author_name, a.name as administration_name, a.band,
       acc.number as accepted,
       (select coalesce(json_agg(tag.name order by tag.name), '[]') from thread_tag tt join tag on tag.id = tt.tag_id
        where tt.thread_id = t.id) as tags
from thread t
join plaza_group g on g.id = t.group_id
join person p on p.id = t.author_id
left join administration a on a.id = t.author_administration_id
left join accepted_answer acc on acc.thread_id = t.id;

create or replace function thread_json(r thread_row) returns json
language sql stable as $$
    select json_build_object('id', r.id, 'group', json_build_object('slug', r.slug, 'name', r.group_name),
        'kind', r.kind, 'title', r.title, 'state', r.state, 'language', r.language,
        'author', person_ref(r.author_id, r.author_name, r.author_position, r.author_administration_id,
                             r.administration_name, r.band),
        'tags', r.tags, 'created_at', rfc3339(r.created_at), 'last_activity_at', rfc3339(r.last_activity_at),
        'answers', r.answers, 'replies', r.replies, 'accepted', r.accepted)
$$;

-- Numbers above the watermark, at most 100 (shown as "99+"). What was there before the person joined is not new.
create or replace function unread_count(next_number integer, read_number integer, last_activity timestamptz, since timestamptz)
returns integer language sql immutable as $$
    select least(100, case when read_number is null and since is not null and last_activity < since then 0
                           when since is null and read_number is null then 0
                           else greatest(0, next_number - 1 - coalesce(read_number, 0)) end)
$$;

create or replace function thread_rights(role text, is_author boolean, archived boolean, kind text) returns json
language sql immutable as $$
    select json_build_object(
        'reply', role is not null and not archived,
        'answer', role is not null and not archived and kind = 'question',
        'accept', role is not null and not archived and kind = 'question' and (is_author or role in ('moderator', 'owner')),
        'edit', role is not null and not archived and is_author)
$$;

-- A page of threads in the given order, shaped for the viewer. The ids come from a query that joined the
-- visibility rule; it is joined again here so that no caller can forget it.
create or replace function thread_list(ids bigint[], viewer bigint) returns json
language plpgsql stable as $$
begin
    return (
        select coalesce(json_agg(json_with(thread_json(r),
                json_build_object(
                    'unread', unread_count(r.next_number, tr.number, r.last_activity_at, m.since),
                    'can', thread_rights(v.role, r.author_id = viewer, r.archived_at is not null, r.kind))) order by o.n), '[]')
        from unnest(ids) with ordinality o(id, n)
        join thread_row r on r.id = o.id
        join lateral (select * from readable_groups(viewer) g where g.group_id = r.group_id) v on true
        left join membership m on m.group_id = r.group_id and m.person_id = viewer
        left join thread_read tr on tr.thread_id = r.id and tr.person_id = viewer);
end
$$;

create or replace view post_row as
select p.id, p.thread_id, p.number, p.role, p.parent, p.author_id, p.author_position, p.author_administration_id,
       p.body, p.html, p.useful + p.imported_up as useful, p.created_at, p.edited_at, p.deleted_at,
       pe.name as author_name, a.name as administration_name, a.band,
       acc.number is not null as accepted
from post p
join person pe on pe.id = p.author_id
left join administration a on a.id = p.author_administration_id
left join accepted_answer acc on acc.thread_id = p.thread_id and acc.number = p.number;

create or replace function post_json(r post_row) returns json
language sql stable as $$
    select json_build_object('id', r.id, 'thread', r.thread_id, 'number', r.number, 'role', r.role, 'parent', r.parent,
        'author', case when r.deleted_at is null
            then person_ref(r.author_id, r.author_name, r.author_position, r.author_administration_id,
                            r.administration_name, r.band) end,
        'body', r.body, 'html', r.html, 'useful', r.useful, 'accepted', r.accepted,
        'created_at', rfc3339(r.created_at), 'edited_at', rfc3339(r.edited_at), 'deleted', r.deleted_at is not null)
$$;

create or replace function post_for(r post_row, my_vote boolean) returns json
language sql stable as $$ select json_with(post_json(r), json_build_object('my_vote', my_vote)) $$;

create or replace function group_json(g plaza_group, members bigint, mine text) returns json
language sql stable as $$
    select json_build_object('slug', g.slug, 'name', g.name, 'kind', g.kind, 'description', g.description,
        'rules', g.rules, 'members', members, 'my_membership', mine, 'archived', g.archived_at is not null)
$$;
