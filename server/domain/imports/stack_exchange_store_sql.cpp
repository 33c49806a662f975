// SPDX-License-Identifier: EUPL-1.2
// Statements that store what the plan has put in order.
#include "domain/imports/stack_exchange_sql.hpp"

namespace plaza::domain::imports::sql {

constinit query<origin(text, text, text)> const origins{"imports.origins", R"(
select o.old_id::bigint, o.new_id, coalesce(encode(o.digest, 'hex'), '')
from unnest($3::bigint[]) i(old_id)
join import_origin o on o.source = $1 and o.kind = $2 and o.old_id = i.old_id::text)"};

constinit query<named_origin(text, text)> const former_people{"imports.former_people", R"(
select o.old_id, o.new_id from unnest($2::text[]) i(name)
join import_origin o on o.source = $1 and o.kind = 'former' and o.old_id = i.name)"};

constinit command<text, text, text, text, text, text, text> const store_people{"imports.store_people", R"(
with made as materialized (
    select new_id() as id, i.old_id, i.name, i.bio, i.at, i.digest
    from unnest($3::bigint[], $4::text[], $5::text[], $6::bigint[], $7::text[]) i(old_id, name, bio, at, digest)),
people as (
    insert into person (id, name, bio, language, status, created_at)
    select id, name, bio, $2, 'imported', timestamptz 'epoch' + at * interval '1 microsecond' from made)
insert into import_origin (source, kind, old_id, new_id, digest)
select $1, 'person', old_id::text, id, decode(digest, 'hex') from made)"};

constinit command<text, text, text, text, text, text, text> const complete_people{"imports.complete_people", R"(
with named as materialized (
    select o.old_id, o.new_id, i.name, i.bio, i.at, i.digest
    from unnest($3::bigint[], $4::text[], $5::text[], $6::bigint[], $7::text[]) i(old_id, name, bio, at, digest)
    join import_origin o on o.source = $1 and o.kind = 'person' and o.old_id = i.old_id::text and o.digest is null),
people as (
    update person p set name = n.name, bio = n.bio, language = $2,
        created_at = timestamptz 'epoch' + n.at * interval '1 microsecond'
    from named n where p.id = n.new_id and p.status = 'imported')
update import_origin o set digest = decode(n.digest, 'hex')
from named n where o.source = $1 and o.kind = 'person' and o.old_id = n.old_id)"};

constinit command<text, text, text, text> const store_stand_ins{"imports.store_stand_ins", R"(
with made as materialized (
    select new_id() as id, i.old_id, i.name from unnest($3::text[], $4::text[]) i(old_id, name)),
people as (insert into person (id, name, status) select id, name, 'imported' from made)
insert into import_origin (source, kind, old_id, new_id) select $1, $2, old_id, id from made)"};

constinit query<id(int)> const new_ids{"imports.new_ids", "select new_id() from generate_series(1, $1)"};

constinit query<place(text, text, text)> const places{"imports.places", R"(
select i.old_id, i.number, i.new_id, coalesce(encode(o.digest, 'hex'), ''), q.old_id is not null, root.thread_id,
       parent.number, h.content, coalesce(v.up, 0), coalesce(v.down, 0)
from import_plan i
left join import_origin o on o.source = $1 and o.kind = i.kind and o.old_id = i.old_id::text
left join import_plan q on q.kind = 'post' and q.old_id = i.root
left join post root on root.id = q.new_id
left join import_plan pp on i.kind = 'comment' and pp.kind = 'post' and pp.old_id = i.parent
left join post parent on parent.id = pp.new_id
left join import_vote v on i.kind = 'post' and v.post = i.old_id
left join lateral (
    select content from import_history
    where i.kind = 'post' and post = i.old_id and is_body
    order by at desc, old_id desc limit 1) h on true
where i.kind = $2 and i.old_id = any($3::bigint[]))"};

constinit command<id, text, text, text, text, text> const store_threads{"imports.store_threads", R"(
insert into thread (id, group_id, kind, title, language, author_id, created_at, last_activity_at)
select i.id, $1, 'question', i.title, $2, i.author, timestamptz 'epoch' + i.at * interval '1 microsecond',
       timestamptz 'epoch' + i.at * interval '1 microsecond'
from unnest($3::bigint[], $4::text[], $5::bigint[], $6::bigint[]) i(id, title, author, at))"};

constinit command<text, text, text, text, text, text, text, text, text, text, text, text> const store_posts{
    "imports.store_posts", R"(
insert into post (id, thread_id, number, parent, role, author_id, body, html, imported_up, imported_down, created_at,
                  edited_at)
select i.id, i.thread, i.number, i.parent, i.role, i.author, i.body, i.html, i.up, i.down,
       timestamptz 'epoch' + i.at * interval '1 microsecond', timestamptz 'epoch' + i.edited * interval '1 microsecond'
from unnest($1::bigint[], $2::bigint[], $3::integer[], $4::integer[], $5::text[], $6::bigint[], $7::text[], $8::text[],
            $9::integer[], $10::integer[], $11::bigint[], $12::bigint[])
    i(id, thread, number, parent, role, author, body, html, up, down, at, edited)
order by i.thread, i.number)"};

constinit command<text> const store_tags{"imports.store_tags", R"(
insert into tag (name)
select c.name from (select distinct tag_called(i.name) as name from unnest($1::text[]) i(name)) c
where not exists (select from tag t where t.name = c.name)
order by c.name
on conflict do nothing)"};

constinit command<text, text> const store_thread_tags{"imports.store_thread_tags", R"(
insert into thread_tag (thread_id, tag_id)
select i.thread, t.id from unnest($1::bigint[], $2::text[]) i(thread, name) join tag t on t.name = tag_called(i.name)
on conflict do nothing)"};

constinit command<text, text, text, text, text> const store_origins{"imports.store_origins", R"(
insert into import_origin (source, kind, old_id, new_id, digest)
select $1, $2, i.old_id::text, i.new_id, decode(i.digest, 'hex')
from unnest($3::bigint[], $4::bigint[], $5::text[]) i(old_id, new_id, digest))"};

constinit command<text, text, text> const mark_stored{"imports.mark_stored", R"(
update import_plan p set new_id = i.new_id
from unnest($2::bigint[], $3::bigint[]) i(old_id, new_id)
where p.kind = $1 and p.old_id = i.old_id)"};

// As `access_thread` does for a person who writes: until the end of the transaction nobody else takes a number.
constinit query<id(text)> const lock_threads{
    "imports.lock_threads", "select id from thread where id = any($1::bigint[]) order by id for update"};

// Where people have taken numbers since they were planned, all that is still to come of that thread goes behind.
constinit command<text, text, text> const number_anew{"imports.number_anew", R"(
with taken as (
    select i.root, min(w.thread) as thread_id
    from unnest($2::bigint[], $3::bigint[]) w(old_id, thread)
    join import_plan i on i.kind = $1 and i.old_id = w.old_id
    join post p on p.thread_id = w.thread and p.number = i.number
    group by i.root),
behind as (
    select i.kind, i.old_id,
           th.next_number - 1 + row_number() over (partition by i.root order by i.at, i.rank, i.old_id) as number
    from taken t
    join import_plan i on i.root = t.root and i.new_id is null
    join thread th on th.id = t.thread_id)
update import_plan i set number = b.number from behind b where b.kind = i.kind and b.old_id = i.old_id)"};

constinit query<numbered(text, text)> const numbers{"imports.numbers", R"(
select i.old_id, i.number from import_plan i where i.kind = $1 and i.old_id = any($2::bigint[]))"};

// One revision may hold a title and a body, or one of them: the other is the one before. The newest is the
// post itself.
constinit query<id(text, text)> const store_revisions{"imports.store_revisions", R"(
with versions as (
    select i.post_id, h.revision, min(h.at) as at, min(h.old_id) as first, max(h.owner) as owner,
           max(h.comment) as comment, max(h.content) filter (where h.is_body) as body,
           max(h.content) filter (where not h.is_body) as title
    from unnest($1::bigint[], $2::bigint[]) i(old_id, post_id)
    join import_history h on h.post = i.old_id
    group by i.post_id, h.revision),
counted as (
    select v.*, count(v.body) over w as bodies, count(v.title) over w as titles
    from versions v window w as (partition by v.post_id order by v.at, v.first)),
carried as (
    select c.post_id, c.at, c.owner, c.comment,
           max(c.body) over (partition by c.post_id, c.bodies) as body,
           max(c.title) over (partition by c.post_id, c.titles) as title,
           row_number() over (partition by c.post_id order by c.at, c.first) as n,
           count(*) over (partition by c.post_id) as versions
    from counted c),
stored as (
    insert into post_revision (post_id, revision, title, body, author_id, created_at, comment)
    select post_id, n, title, body, owner, timestamptz 'epoch' + at * interval '1 microsecond', comment
    from carried where n < versions and body is not null
    returning post_id)
select count(*) from stored)"};

constinit query<id()> const wrongly_accepted{"imports.wrongly_accepted", R"(
select q.old_id from import_plan q
left join import_plan a on a.kind = 'post' and a.old_id = q.accepted and a.rank = 1 and a.root = q.old_id
where q.kind = 'post' and q.accepted is not null and a.old_id is null
order by q.old_id)"};

constinit query<id()> const store_acceptances{"imports.store_acceptances", R"(
with stored as (
    insert into accepted_answer (thread_id, number, accepted_by, accepted_at)
    select p.thread_id, p.number, t.author_id,
           greatest(p.created_at, coalesce(timestamptz 'epoch' + v.at * interval '1 microsecond', p.created_at))
    from import_plan q
    join import_plan a on a.kind = 'post' and a.old_id = q.accepted and a.rank = 1 and a.root = q.old_id
    join post p on p.id = a.new_id
    join thread t on t.id = p.thread_id
    left join import_acceptance v on v.post = a.old_id
    where q.kind = 'post' and p.deleted_at is null
    on conflict do nothing
    returning thread_id)
select count(*) from stored)"};

// Votes of acceptance for what no question accepts.
constinit query<id()> const acceptances_without_answer{"imports.acceptances_without_answer", R"(
select v.post from import_acceptance v
where not exists (select from import_plan q where q.kind = 'post' and q.rank = 0 and q.accepted = v.post)
order by v.post)"};

// Posts of this run came with their votes; those of runs before may have got more.
constinit query<id()> const update_votes{"imports.update_votes", R"(
with changed as (
    select p.id, v.up, v.down, abs(v.up - p.imported_up) + abs(v.down - p.imported_down) as difference
    from import_vote v
    join import_plan i on i.kind = 'post' and i.old_id = v.post
    join post p on p.id = i.new_id
    where p.imported_up <> v.up or p.imported_down <> v.down),
stored as (
    update post p set imported_up = c.up, imported_down = c.down from changed c where p.id = c.id
    returning c.difference)
select coalesce(sum(difference), 0)::bigint from stored)"};

constinit query<id()> const votes_without_post{"imports.votes_without_post", R"(
select coalesce(sum(v.up + v.down), 0)::bigint from import_vote v
where not exists (select from import_plan i where i.kind = 'post' and i.old_id = v.post))"};

constinit query<id()> const votes_known{"imports.votes_known", R"(
select coalesce(sum(v.up + v.down), 0)::bigint from import_vote v
join import_plan i on i.kind = 'post' and i.old_id = v.post)"};

constinit query<link_outcome(text, text, text, text, text, bool)> const store_links{"imports.store_links", R"(
with wanted as (
    select i.old_id, i.kind, i.at, f.thread_id as from_thread, t.thread_id as to_thread,
           fp.root as from_root, tp.root as to_root
    from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::text[], $5::bigint[]) i(old_id, from_post, to_post, kind, at)
    left join import_plan fp on fp.kind = 'post' and fp.old_id = i.from_post
    left join import_plan tp on tp.kind = 'post' and tp.old_id = i.to_post
    left join post f on f.id = fp.new_id
    left join post t on t.id = tp.new_id),
stored as (
    insert into thread_link (from_thread_id, to_thread_id, kind, created_at)
    select from_thread, to_thread, kind, min(timestamptz 'epoch' + at * interval '1 microsecond')
    from wanted where $6 and from_thread <> to_thread
    group by from_thread, to_thread, kind
    on conflict do nothing
    returning from_thread_id, to_thread_id, kind)
select w.old_id,
       case when w.from_root is null or w.to_root is null then 'missing'
            when w.from_root = w.to_root then 'same'
            when not $6 or s.kind is not null then 'stored'
            when w.from_thread is null or w.to_thread is null then 'missing'
            else 'known' end
from wanted w
left join stored s on s.from_thread_id = w.from_thread and s.to_thread_id = w.to_thread and s.kind = w.kind)"};

constinit query<std::int64_t(text, text, text)> const close_duplicates{"imports.close_duplicates", R"(
select count(*) filter (where done)
from (select close_imported_duplicate(f.thread_id, t.thread_id, timestamptz 'epoch' + i.at * interval '1 microsecond') as done
      from unnest($1::bigint[], $2::bigint[], $3::bigint[]) i(from_post, to_post, at)
      join import_plan fp on fp.kind = 'post' and fp.old_id = i.from_post
      join import_plan tp on tp.kind = 'post' and tp.old_id = i.to_post
      join post f on f.id = fp.new_id
      join post t on t.id = tp.new_id
      order by i.at, i.from_post) links)"};

}  // namespace plaza::domain::imports::sql
