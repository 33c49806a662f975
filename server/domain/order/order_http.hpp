// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include "domain/call.hpp"

namespace plaza::domain::order::http {

answer close(call& c);   ///< PUT /threads/{id}/closed
answer reopen(call& c);  ///< DELETE /threads/{id}/closed

answer mark_duplicate(call& c);  ///< PUT /threads/{id}/duplicate

answer destinations(call& c);  ///< GET /threads/{id}/destinations
answer move(call& c);          ///< PUT /threads/{id}/group

answer merge(call& c);  ///< POST /threads/{id}/merger
answer split(call& c);  ///< POST /threads/{id}/split

}  // namespace plaza::domain::order::http
