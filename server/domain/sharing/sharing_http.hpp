// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include "domain/call.hpp"

namespace plaza::domain::sharing::http {

answer share(call& c);  ///< POST /threads/{id}/shares
answer card(call& c);   ///< GET /threads/{id}/shown

}  // namespace plaza::domain::sharing::http
