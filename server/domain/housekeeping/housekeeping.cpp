// SPDX-License-Identifier: EUPL-1.2
#include "domain/housekeeping/housekeeping.hpp"

#include "domain/idempotency/idempotency_sql.hpp"
#include "domain/identity/identity.hpp"
#include "domain/identity/identity_sql.hpp"
#include "domain/live/sessions.hpp"
#include "domain/live/stream_sql.hpp"

namespace plaza::domain::housekeeping {

void clean_sessions(persistence::connection& db) {
    db.run(identity::sql::delete_dead_sessions, static_cast<int>(identity::session_idle_limit.count()));
}

void forget_signin_failures(persistence::connection& db) { db.run(identity::sql::delete_old_failures); }

void prune_events(persistence::connection& db) { db.run(live::sql::prune, live::kept_minutes, live::kept_events); }

void prune_idempotency(persistence::connection& db) { db.run(idempotency::sql::prune); }

}  // namespace plaza::domain::housekeeping
