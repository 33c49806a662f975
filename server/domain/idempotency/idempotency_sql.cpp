// SPDX-License-Identifier: EUPL-1.2
#include "domain/idempotency/idempotency_sql.hpp"

namespace plaza::domain::idempotency::sql {

constinit query<bool(id, text)> const lock{"idempotency.lock",
                                           "select pg_try_advisory_xact_lock(hashtextextended($2, $1::bigint))"};
constinit query<stored_row(id, text, text, text)> const find{"idempotency.find", R"(
select i.route = $3 and i.body_hash = decode($4, 'hex'),
       (i.group_id is null or exists (select from readable_groups($1) v where v.group_id = i.group_id))
       and (i.post_id is null or exists (select from post p where p.id = i.post_id and p.deleted_at is null)),
       i.status, i.headers, i.body
from idempotency i where i.person_id = $1 and i.key = $2 and i.created_at > now() - interval '24 hours')"};
constinit command<id, text, text, text, int, text, text, std::optional<id>, std::optional<id>> const store{
    "idempotency.store", R"(
insert into idempotency (person_id, key, route, body_hash, status, headers, body, group_id, post_id)
values ($1, $2, $3, decode($4, 'hex'), $5, $6, $7, $8, $9)
on conflict (person_id, key) do update set route = excluded.route, body_hash = excluded.body_hash,
    status = excluded.status, headers = excluded.headers, body = excluded.body, group_id = excluded.group_id,
    post_id = excluded.post_id, created_at = now())"};
constinit command<id> const forget_post{"idempotency.forget_post",
                                        "update idempotency set body = '' where post_id = $1"};
constinit command<> const prune{"idempotency.prune",
                                "delete from idempotency where created_at < now() - interval '24 hours'"};

}  // namespace plaza::domain::idempotency::sql
