// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include "domain/call.hpp"

namespace plaza::domain::gatherings::http {

answer start(call& c);     ///< POST /groups/{slug}/events
answer read(call& c);      ///< GET /threads/{id}/event
answer change(call& c);    ///< PUT /threads/{id}/event
answer cancel(call& c);    ///< PUT /threads/{id}/event/cancelled
answer restore(call& c);   ///< DELETE /threads/{id}/event/cancelled
answer people(call& c);    ///< GET /threads/{id}/event/people
answer sign_up(call& c);   ///< PUT /threads/{id}/event/me
answer sign_off(call& c);  ///< DELETE /threads/{id}/event/me
answer calendar(call& c);  ///< GET /threads/{id}/event/calendar

}  // namespace plaza::domain::gatherings::http
