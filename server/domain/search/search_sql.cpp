// SPDX-License-Identifier: EUPL-1.2
#include "domain/search/search_sql.hpp"

namespace plaza::domain::search::sql {

constinit query<found_row(id, text, maybe, maybe, maybe, maybe, maybe, maybe, text, bool, std::optional<id>,
                          std::optional<id>, int)> const find{"search.find", R"(
with found as (
    select f.thread_id, f.number, f.score, f.asked, row_number() over (order by f.score desc, f.thread_id desc) as n
    from search_find($1, $2, $3, $4, $5, $6, $7, $8, $9, $10::boolean, $11, $12, $13 + 1) f
), shape as (
    select s.id, s.shape from thread_shapes((select array_agg(thread_id) from found where n <= $13), $1) s
), name as (
    select coalesce(string_agg(a.words, E'\n'), '') as names
    from norm_alias a
    where a.norm_id in (select substr(w, 2) from found, string_to_table(asked, ' ') w where n = 1 and left(w, 1) = '§')
)
select shape.shape, p.number, p.body, f.score, f.thread_id, f.asked, name.names, (select count(*) from found) > $13, p.weight
from found f
cross join name
join shape on shape.id = f.thread_id
cross join lateral (
    select p.number, p.body, p.weight from post p
    where p.thread_id = f.thread_id
      and p.number = coalesce((select a.number from accepted_answer a where a.thread_id = f.thread_id), f.number)
) p
order by f.n)"};

constinit query<bool(int)> const regroup_some{"search.regroup_some", "select search_regroup_some($1)"};

constinit query<std::optional<int>(id, int, int)> const renew_some{"search.renew_some",
                                                                   "select search_renew_some($1, $2, $3)"};

constinit query<bool()> const measure{"search.measure", "select search_measure() is null"};

constinit query<tags_row(id, text, std::optional<id>, int)> const tags{"search.tags", R"(
with readable as materialized (select group_id from readable_groups($1))
select coalesce(json_agg(json_build_object('name', name, 'vocabulary', vocabulary, 'description', description) order by n)
                filter (where n <= $4), '[]')::text,
       count(*) > $4, max(id) filter (where n = $4)
from (
    select g.id, g.name, g.vocabulary, g.description,
           row_number() over (order by not g.vocabulary, g.name collate "es-x-icu", g.id) as n
    from tag g
    where (starts_with(fold(g.name), fold($2))
           and exists (select from thread_tag tt join thread t on t.id = tt.thread_id join readable r on r.group_id = t.group_id
                       where tt.tag_id = g.id)
           or g.vocabulary and (starts_with(fold(g.name), fold($2))
               or exists (select from tag_synonym s where s.tag_id = g.id and starts_with(tag_key(s.name), tag_key($2)))))
      and ($3::bigint is null
           or (not g.vocabulary, g.name collate "es-x-icu", g.id)
              > (select not b.vocabulary, b.name collate "es-x-icu", b.id from tag b where b.id = $3))
    order by not g.vocabulary, g.name collate "es-x-icu", g.id
    limit $4 + 1) page)"};

}  // namespace plaza::domain::search::sql
