// SPDX-License-Identifier: EUPL-1.2
// Facts of this installation: its name, whether it is a demonstration, its keys.
#pragma once
#include "domain/call.hpp"

namespace plaza::domain::installation {

/// Reads what stays fixed while the process lives. `demo_allowed` is the machine's setting: a demonstration is one
/// only where both say so.
environment load(persistence::connection& db, bool demo_allowed, std::string version);

/// GET /installation: needs no database.
answer describe(environment const& env);

}  // namespace plaza::domain::installation
