// SPDX-License-Identifier: EUPL-1.2
#include "domain/tags/tags_sql.hpp"

namespace plaza::domain::tags::sql {

constinit query<id(id, text)> const known{
    "tags.known", "select t.id from tag t where t.name = tag_called($2) and knows_tag($1, t.id)"};
constinit query<bool(id)> const keeps{"tags.keeps", R"(
select exists (select from person where id = $1 and network_role in ('administrator', 'network_host')))"};
constinit query<text(id)> const shape{"tags.shape", "select tag_json($1)::text"};

constinit query<list_row(id, id, std::optional<id>, std::optional<id>, int)> const threads{"tags.threads", R"(
select coalesce(thread_page(array_agg(id order by n) filter (where n <= $5), $2), '[]'), count(*) > $5,
       max(at) filter (where n = $5), max(id) filter (where n = $5)
from (
    select t.id, (extract(epoch from tt.last_activity_at) * 1000000)::bigint as at,
           row_number() over (order by tt.last_activity_at desc, tt.thread_id desc) as n
    from thread_tag tt
    join thread t on t.id = tt.thread_id
    join readable_groups($2) v on v.group_id = t.group_id
    where tt.tag_id = $1
      and (tt.last_activity_at, tt.thread_id) <
          (coalesce(timestamptz 'epoch' + $3::bigint * interval '1 microsecond', 'infinity'), coalesce($4::bigint, 0))
    order by tt.last_activity_at desc, tt.thread_id desc
    limit $5 + 1) page)"};

constinit query<text(text)> const console_list{"tags.console_list", R"(
select coalesce(json_agg(tag_json(t.id) order by t.name collate "es-x-icu"), '[]')::text
from (select g.id, g.name from tag g
      where g.vocabulary and ($1 = '' or strpos(fold(g.name), fold($1)) > 0
          or exists (select from tag_synonym s where s.tag_id = g.id and strpos(fold(s.name), fold($1)) > 0))
      order by g.name collate "es-x-icu" limit 1000) t)"};

constinit command<> const hold{"tags.hold",
                               "select pg_advisory_xact_lock(hashtextextended('plaza vocabulary of tags', 0))"};

// No version where none was said; the empty one is said of a tag that one thinks is not in the vocabulary.
constinit query<bool(text, text)> const changed{"tags.changed", R"(
select case when $2 = '' then exists (select from tag t where t.name = $1 and t.vocabulary)
            else coalesce((select tag_version(t.id) from tag t where t.name = $1), '') <> $2 end)"};

constinit query<id(text, text)> const make{"tags.make", R"(
insert into tag (name, description, vocabulary) values ($1, $2, true)
on conflict (name) do update set description = excluded.description, vocabulary = true
returning id)"};

constinit query<text(text, text)> const taken{"tags.taken", R"(
select n.name from json_to_recordset($2::json) n(language text, name text)
where exists (select from tag_synonym s join tag t on t.id = s.tag_id where t.name <> $1 and tag_key(s.name) = tag_key(n.name))
   or exists (select from tag t where t.vocabulary and t.name <> $1 and tag_key(t.name) = tag_key(n.name))
union all
select $1 where exists (select from tag_synonym s join tag t on t.id = s.tag_id where t.name <> $1 and tag_key(s.name) = tag_key($1))
            and not exists (select from tag t where t.name = $1 and t.vocabulary)
limit 1)"};

constinit command<id, text> const name{"tags.name", R"(
with wanted as (select distinct n.language, n.name from json_to_recordset($2::json) n(language text, name text)),
gone as (delete from tag_synonym s where s.tag_id = $1
         and not exists (select from wanted w where (w.language, w.name) = (s.language, s.name)))
insert into tag_synonym (tag_id, language, name) select $1, w.language, w.name from wanted w on conflict do nothing)"};

constinit query<bool(id)> const renew_tag{"tags.renew_tag", "select renew_tag($1, null) is not null"};
constinit command<id, id, text> const merge{"tags.merge", "select merge_tags($1, $2, $3)"};
constinit query<bool(int)> const renew_some{"tags.renew_some", "select renew_tags_some($1)"};

}  // namespace plaza::domain::tags::sql
