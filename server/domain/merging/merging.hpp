// SPDX-License-Identifier: EUPL-1.2
// Merging two accounts of one person: what the one wrote and belongs to becomes the other's. Which table goes where is
// written in schema/replaceable/38_merging.sql.
#pragma once
#include "base/actor.hpp"
#include "base/result.hpp"
#include "persistence/connection.hpp"

#include <cstdint>
#include <string>

namespace plaza::domain::merging {

/// What would be moved, as JSON: counts of what the actor may read, and never of anything else. As `merge`.
base::result<std::string> preview(persistence::connection& db, base::actor const& actor, std::int64_t gone,
                                  std::int64_t kept);

/// Merges the account `gone` into `kept`; both addresses are told. Nobody does it with their own account, since groups
/// come along: 403 `own_account`. 404, 422 `into` `same_person`, 409 `not_an_account` unless `kept` is active and `gone`
/// active or imported, 409 `holds_office` when either has an office of the network, which would have to be given on
/// purpose, 409 `guest_kept` when a guest would become more than that.
base::result<void> merge(persistence::connection& db, base::actor const& actor, std::int64_t gone, std::int64_t kept,
                         std::string const& reason);

}  // namespace plaza::domain::merging
