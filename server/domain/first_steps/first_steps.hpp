// SPDX-License-Identifier: EUPL-1.2
// What somebody who has just come in is asked: their post, what they know, which groups, what they want to be told of.
#pragma once
#include "base/actor.hpp"
#include "base/result.hpp"
#include "persistence/connection.hpp"

#include <cstdint>
#include <string>

namespace plaza::domain::first_steps {

/// Groups suggested at a time: as many as one reads through before choosing.
inline constexpr int most_suggested = 12;

/// People of towns like one's own whose groups are looked at: enough to tell common ones, however large the band is.
inline constexpr int most_neighbours = 1000;

/// Somebody has come in. In the transaction that makes the person.
void begin(persistence::connection& db, std::int64_t person);

/// Opens them again, or leaves them for good. Those who were here before them may open them too.
void set_open(persistence::connection& db, base::actor const& actor, bool open);

/// Says of a step that it is "done", "skipped" or "open" again; 404 for what is no step.
base::result<void> mark(persistence::connection& db, base::actor const& actor, std::string const& step,
                        std::string const& state);

/// What memberships begin with from now on. Groups of which one is told what they begin with so far change too.
void choose_level(persistence::connection& db, base::actor const& actor, std::string const& level);

}  // namespace plaza::domain::first_steps
