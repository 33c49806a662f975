// SPDX-License-Identifier: EUPL-1.2
#include "domain/idempotency/idempotency_sql.hpp"

namespace plaza::domain::idempotency::sql {

constinit query<bool(id, text)> const lock{"idempotency.lock",
                                           "select pg_try_advisory_xact_lock(hashtextextended($2, $1::bigint))"};
constinit query<stored_row(id, text, text, text)> const find{"idempotency.find", R"(
select route = $3 and body_hash = decode($4, 'hex'), status, headers, body
from idempotency where person_id = $1 and key = $2 and created_at > now() - interval '24 hours')"};
constinit command<id, text, text, text, int, text, text> const store{"idempotency.store", R"(
insert into idempotency (person_id, key, route, body_hash, status, headers, body)
values ($1, $2, $3, decode($4, 'hex'), $5, $6, $7)
on conflict (person_id, key) do update set route = excluded.route, body_hash = excluded.body_hash,
    status = excluded.status, headers = excluded.headers, body = excluded.body, created_at = now())"};
constinit command<> const prune{"idempotency.prune",
                                "delete from idempotency where created_at < now() - interval '24 hours'"};

}  // namespace plaza::domain::idempotency::sql
