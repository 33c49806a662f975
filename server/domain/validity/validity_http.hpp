// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include "domain/call.hpp"

namespace plaza::domain::validity::http {

answer read(call& c);              ///< GET /threads/{id}/validity
answer check(call& c);             ///< POST /threads/{id}/checks
answer ask(call& c);               ///< PUT /threads/{id}/check_request
answer supersede(call& c);         ///< PUT /threads/{id}/superseded
answer reinstate(call& c);         ///< DELETE /threads/{id}/superseded
answer set_review(call& c);        ///< PUT /threads/{id}/review
answer drop_review(call& c);       ///< DELETE /threads/{id}/review
answer to_review(call& c);         ///< GET /reviews
answer norm_changed(call& c);      ///< POST /console/norms/{slug}/changes
answer take_back_change(call& c);  ///< DELETE /console/norms/{slug}/changes/{id}

}  // namespace plaza::domain::validity::http
