// SPDX-License-Identifier: EUPL-1.2
// The audit: what was done by whom, written in the transaction of the act itself.
#pragma once
#include "base/actor.hpp"
#include "persistence/connection.hpp"

#include <cstdint>
#include <initializer_list>
#include <string_view>
#include <utility>

namespace plaza::domain::audit {

using details = std::initializer_list<std::pair<std::string_view, std::string_view>>;

/// Appends one row to the chain (ids, code, salted digest) and its readable details beside it. Must run inside the
/// transaction of the act. Details hold no secret and no text that people wrote to each other.
void write(persistence::connection& db, base::actor const& actor, std::string_view action, std::string_view object_kind,
           std::int64_t object, details readable);

/// Sequence number of the first row at which the chain breaks; nothing when it holds.
std::optional<std::int64_t> first_break(persistence::connection& db);

}  // namespace plaza::domain::audit
