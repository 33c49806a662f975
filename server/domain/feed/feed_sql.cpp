// SPDX-License-Identifier: EUPL-1.2
#include "domain/feed/feed_sql.hpp"

namespace plaza::domain::feed::sql {

// A walk down the index of each of my groups, merged: the cost grows with the page and my groups, not with history.
constinit query<list_row(id, std::optional<id>, std::optional<id>, int)> const recent{"feed.recent", R"(
select thread_page(array_agg(id order by n) filter (where n <= $4), $1), count(*) > $4,
       max(at) filter (where n = $4), max(id) filter (where n = $4)
from (
    select t.id, (extract(epoch from t.last_activity_at) * 1000000)::bigint as at,
           row_number() over (order by t.last_activity_at desc, t.id desc) as n
    from readable_groups($1) v
    cross join lateral (
        select id, last_activity_at from thread
        where group_id = v.group_id
          and (last_activity_at, id) <
              (coalesce(timestamptz 'epoch' + $2::bigint * interval '1 microsecond', 'infinity'), coalesce($3::bigint, 0))
        order by last_activity_at desc, id desc
        limit $4 + 1) t
    where v.role is not null
    order by t.last_activity_at desc, t.id desc
    limit $4 + 1) page)"};

}  // namespace plaza::domain::feed::sql
