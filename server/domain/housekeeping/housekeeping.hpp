// SPDX-License-Identifier: EUPL-1.2
// What the clock clears away.
#pragma once
#include "persistence/connection.hpp"

namespace plaza::domain::housekeeping {

void clean_sessions(persistence::connection& db);
void forget_signin_failures(persistence::connection& db);
void prune_events(persistence::connection& db);
void prune_idempotency(persistence::connection& db);

}  // namespace plaza::domain::housekeeping
