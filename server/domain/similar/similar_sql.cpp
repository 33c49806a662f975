// SPDX-License-Identifier: EUPL-1.2
#include "domain/similar/similar_sql.hpp"

namespace plaza::domain::similar::sql {

constinit query<candidate_row(id, text, std::optional<text>, int)> const candidates{"similar.candidates", R"(
select thread_id, title, body, titled, known, inside, duplicates, related, outdated, posts, coalesce(terms, '')
from similar_candidates($1, $2, $3, $4))"};

constinit query<shown_row(id, text)> const shown{"similar.shown", R"(
select s.shape, s.id, p.number, p.body
from thread_shapes($2::bigint[], $1) s
cross join lateral (
    select p.number, p.body from post p
    where p.thread_id = s.id
      and p.number = coalesce((select a.number from accepted_answer a where a.thread_id = s.id), 1)) p
order by s.n)"};

constinit query<proposal_row(id, text, text, text)> const proposal{"similar.proposal", R"(
select groups::text, tags::text from similar_proposal($1, $2, $3::bigint[], $4::bigint[]::double precision[]))"};

}  // namespace plaza::domain::similar::sql
