// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include "domain/call.hpp"

namespace plaza::domain::audit::http {

answer list(call& c);   ///< GET /console/audit
answer state(call& c);  ///< GET /console/audit/state

}  // namespace plaza::domain::audit::http
