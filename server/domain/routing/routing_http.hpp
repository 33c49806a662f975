// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include "domain/call.hpp"

namespace plaza::domain::routing::http {

answer read(call& c);          ///< GET /threads/{id}/routing
answer say(call& c);           ///< PUT /threads/{id}/routing/mine
answer asked(call& c);         ///< GET /me/asked
answer settings(call& c);      ///< GET /me/routing
answer set_settings(call& c);  ///< PUT /me/routing
answer ask_again(call& c);     ///< DELETE /me/routing/declined/{id}

}  // namespace plaza::domain::routing::http
