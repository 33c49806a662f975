// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include "domain/call.hpp"

namespace plaza::domain::pins::http {

answer list(call& c);   ///< GET /groups/{slug}/pinned
answer pin(call& c);    ///< PUT /threads/{id}/pinned
answer unpin(call& c);  ///< DELETE /threads/{id}/pinned

}  // namespace plaza::domain::pins::http
