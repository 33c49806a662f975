// SPDX-License-Identifier: EUPL-1.2
#include "domain/feed/feed_sql.hpp"

namespace plaza::domain::feed::sql {

// How it walks: schema/replaceable/81_feed.sql.
constinit query<list_row(id, text, text, text, text, text, text, bool, std::optional<id>, std::optional<id>, int)> const
    page{"feed.page", R"(
select items, more, last_at, last_id
from feed_page($1, $2, $3, $4, $5, $6, $7, $8::boolean,
               coalesce(timestamptz 'epoch' + $9::bigint * interval '1 microsecond', 'infinity'), coalesce($10::bigint, 0), $11))"};

// schema/replaceable/83_for_you.sql.
constinit query<list_row(id, std::optional<id>, std::optional<id>, int)> const for_you{"feed.for_you", R"(
select items, more, last_at, last_id
from feed_for_you($1, coalesce(timestamptz 'epoch' + $2::bigint * interval '1 microsecond', 'infinity'), coalesce($3::bigint, 0), $4))"};

constinit query<text(id)> const away{"feed.away", "select feed_away($1)"};
constinit command<id> const put_away{
    "feed.put_away", "update person_seen set away_from = null, day = current_date where person_id = $1"};

}  // namespace plaza::domain::feed::sql
