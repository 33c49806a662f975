// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include "domain/call.hpp"

namespace plaza::domain::applied::http {

answer list(call& c);       ///< GET /posts/{id}/applied
answer say(call& c);        ///< PUT /posts/{id}/applied/{administration}
answer take_back(call& c);  ///< DELETE /posts/{id}/applied/{administration}

}  // namespace plaza::domain::applied::http
