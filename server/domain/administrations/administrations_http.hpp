// SPDX-License-Identifier: EUPL-1.2
// The administrations that people belong to: town halls, provincial councils, regions, the state.
#pragma once
#include "domain/call.hpp"

namespace plaza::domain::administrations::http {

answer list(call& c);
answer read(call& c);
answer questions(call& c);  ///< GET /administrations

}  // namespace plaza::domain::administrations::http
