// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include "domain/call.hpp"

namespace plaza::domain::console::http {

answer list(call& c);                 ///< GET /console/people
answer read(call& c);                 ///< GET /console/people/{id}
answer suspend(call& c);              ///< PUT /console/people/{id}/suspension
answer reinstate(call& c);            ///< DELETE /console/people/{id}/suspension
answer set_role(call& c);             ///< PUT /console/people/{id}/role
answer reset_second_factor(call& c);  ///< POST /console/people/{id}/second_factor/reset
answer end_sessions(call& c);         ///< DELETE /console/people/{id}/sessions

}  // namespace plaza::domain::console::http
