// SPDX-License-Identifier: EUPL-1.2
#include "domain/revisions/revisions_sql.hpp"

namespace plaza::domain::revisions::sql {

constinit query<standing_row(id, int)> const stands{"revisions.stands", R"(
select t.title, p.version::bigint,
       exists (select from accepted_answer a where a.thread_id = p.thread_id and a.number = p.number),
       p.created_at > now() - make_interval(mins => $2::int), p.weight
from post p join thread t on t.id = p.thread_id where p.id = $1)"};

constinit query<bool(id, text)> const other_tags{"revisions.other_tags", R"(
select array(select tag.name from thread_tag x join tag on tag.id = x.tag_id where x.thread_id = $1 order by 1)
       <> array(select distinct tag_called(value) from json_array_elements_text($2::json) order by 1))"};

// The version before the last is not lost where posts came with revisions of their own.
constinit command<id> const keep{"revisions.keep", R"(
insert into post_revision (post_id, revision, title, tags, body, author_id, created_at, minor)
select p.id, n.last + 1, case when p.number = 1 then t.title end,
       case when p.number = 1 then array(select tag.name from thread_tag x join tag on tag.id = x.tag_id where x.thread_id = t.id order by 1) end,
       p.body, coalesce(p.edited_by, p.author_id), coalesce(p.edited_at, p.created_at), p.minor
from post p
join thread t on t.id = p.thread_id
cross join lateral (select coalesce(max(r.revision), 0) as last from post_revision r where r.post_id = p.id) n
where p.id = $1)"};

constinit command<id, text, text, bool, id> const write{"revisions.write", R"(
update post set body = $2, html = $3, minor = $4, edited_at = now(), edited_by = $5,
       version = greatest(version, (select max(r.revision) from post_revision r where r.post_id = $1)) + 1
where id = $1)"};

constinit command<id, text> const weigh{"revisions.weigh", "update post set weight = $2 where id = $1"};

constinit command<id, text> const retitle{"revisions.retitle", "update thread set title = $2 where id = $1"};

constinit query<list_row(id, std::optional<id>, int)> const list{"revisions.list", R"(
select coalesce(json_agg(json_build_object('revision', r.revision, 'title', r.title, 'tags', to_json(r.tags), 'body', r.body,
                    'minor', r.minor, 'comment', r.comment,
                    'author', case when a.id is not null then person_ref(a.id, a.name, '', null, null, null, a.shown_photo) end,
                    'created_at', rfc3339(r.created_at)) order by n) filter (where n <= $3), '[]')::text,
       count(*) > $3, max(r.revision) filter (where n = $3)
from (select r.*, row_number() over (order by r.revision desc) as n
      from post_revision r
      where r.post_id = $1 and ($2::bigint is null or r.revision < $2)
      order by r.revision desc limit $3 + 1) r
left join person a on a.id = r.author_id)"};

}  // namespace plaza::domain::revisions::sql
