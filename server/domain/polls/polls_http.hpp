// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include "domain/call.hpp"

namespace plaza::domain::polls::http {

answer start(call& c);   ///< POST /groups/{slug}/polls
answer read(call& c);    ///< GET /threads/{id}/poll
answer vote(call& c);    ///< PUT /threads/{id}/poll/vote
answer change(call& c);  ///< PUT /threads/{id}/poll
answer close(call& c);   ///< PUT /threads/{id}/poll/closed

}  // namespace plaza::domain::polls::http
