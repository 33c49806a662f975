// SPDX-License-Identifier: EUPL-1.2
#include "domain/bookmarks/bookmarks_sql.hpp"

namespace plaza::domain::bookmarks::sql {

#define PLAZA_KEPT                                         \
    "from bookmark b join thread t on t.id = b.thread_id " \
    "join readable_groups($1) v on v.group_id = t.group_id where b.person_id = $1"

constinit query<id(id)> const kept{"bookmarks.kept", "select count(*) " PLAZA_KEPT};

constinit command<id, id> const keep{
    "bookmarks.keep", "insert into bookmark (person_id, thread_id) values ($1, $2) on conflict do nothing"};
constinit command<id, id> const let_go{"bookmarks.let_go",
                                       "delete from bookmark where person_id = $1 and thread_id = $2"};

constinit query<list_row(id, std::optional<id>, std::optional<id>, int)> const list{"bookmarks.list", R"(
select coalesce(thread_page(array_agg(id order by n) filter (where n <= $4), $1), '[]'), count(*) > $4,
       max(at) filter (where n = $4), max(id) filter (where n = $4)
from (
    select b.thread_id as id, (extract(epoch from b.since) * 1000000)::bigint as at,
           row_number() over (order by b.since desc, b.thread_id desc) as n
    )" PLAZA_KEPT R"(
      and (b.since, b.thread_id) < (coalesce(timestamptz 'epoch' + $2::bigint * interval '1 microsecond', 'infinity'),
                                    coalesce($3::bigint, 0))
    order by b.since desc, b.thread_id desc
    limit $4 + 1) page)"};

}  // namespace plaza::domain::bookmarks::sql
