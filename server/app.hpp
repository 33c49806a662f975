// SPDX-License-Identifier: EUPL-1.2
// The composition root of `plaza serve`.
#pragma once
#include "config.hpp"

namespace plaza {

inline constexpr char const* version = PLAZA_VERSION;

/// Serves until SIGTERM or SIGINT, then ends gracefully; a second signal ends at once. Returns the exit code.
int serve(config const& settings);

}  // namespace plaza
