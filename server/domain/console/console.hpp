// SPDX-License-Identifier: EUPL-1.2
// What administrators do with people: suspend and give back, offices, signing out. Each act is in the audit, with what
// it changed.
#pragma once
#include "base/actor.hpp"
#include "base/result.hpp"
#include "persistence/connection.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace plaza::domain::console {

/// Longest reason in characters: a sentence or two, read by whoever asks later.
inline constexpr std::size_t longest_reason = 500;

/// Keeps somebody out for now: their sessions and live connections end with the commit. A second time only the reason
/// changes. 404, 403 `own_account`, 409 `not_an_account` for who has none to use, 409 `last_administrator`.
base::result<void> suspend(persistence::connection& db, base::actor const& actor, std::int64_t person,
                           std::string reason);

/// Takes a suspension back; without one nothing changes. 404.
base::result<void> reinstate(persistence::connection& db, base::actor const& actor, std::int64_t person);

/// Gives an office of the network in place of any other, or takes it away. 404, 409 `not_an_account` for who is not
/// active, 409 `last_administrator`.
base::result<void> set_role(persistence::connection& db, base::actor const& actor, std::int64_t person,
                            std::optional<std::string> role);

/// Signs somebody out everywhere. 404.
base::result<void> end_sessions(persistence::connection& db, base::actor const& actor, std::int64_t person);

/// Takes the second step away from who lost device and codes; all sessions end, the person is told and reminded to set
/// it up again. 404, 403 `own_account`, 409 `no_second_factor`.
base::result<void> reset_second_factor(persistence::connection& db, base::actor const& actor, std::int64_t person,
                                       std::string const& reason);

}  // namespace plaza::domain::console
