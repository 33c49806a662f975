// SPDX-License-Identifier: EUPL-1.2
#include "domain/waiting/waiting_sql.hpp"

namespace plaza::domain::waiting::sql {

// How it walks: schema/replaceable/85_waiting.sql.
constinit query<queue_row(id, maybe_id, text, bool, bool, maybe_id, maybe_id, int)> const page{"waiting.page", R"(
select items, more, last_at, last_id, counts
from waiting_page($1, $2, $3, $4::boolean, $5::boolean, timestamptz 'epoch' + $6::bigint * interval '1 microsecond', $7, $8))"};

constinit query<mine_row(id, int, text, bool, maybe_id, maybe_id, maybe_id, int)> const mine{"waiting.mine", R"(
select items, more, last_1, last_2, last_3, counts from waiting_mine($1, $2, $3, $4::boolean, $5, $6, $7, $8))"};

constinit query<text(id, int)> const health{"waiting.health", "select group_health($1, $2)"};

}  // namespace plaza::domain::waiting::sql
