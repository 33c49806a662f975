// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include "domain/call.hpp"

namespace plaza::domain::threads::http {

answer list_in_group(call& c);  ///< GET /groups/{slug}/threads
answer start(call& c);          ///< POST /groups/{slug}/threads
answer read(call& c);           ///< GET /threads/{id}
answer moved(call& c);          ///< GET /threads/{id}/moved
answer posts(call& c);          ///< GET /threads/{id}/posts
answer write(call& c);          ///< POST /threads/{id}/posts
answer mark_read(call& c);      ///< PUT /threads/{id}/read
answer bury(call& c);           ///< DELETE /posts/{id}
answer preview(call& c);        ///< POST /preview

}  // namespace plaza::domain::threads::http
