// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include "domain/call.hpp"

namespace plaza::domain::admissions::http {

answer list(call& c);  ///< GET /groups/{slug}/membership-rules
answer add(call& c);   ///< POST /groups/{slug}/membership-rules
answer drop(call& c);  ///< DELETE /groups/{slug}/membership-rules/{id}

}  // namespace plaza::domain::admissions::http
