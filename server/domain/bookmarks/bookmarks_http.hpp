// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include "domain/call.hpp"

namespace plaza::domain::bookmarks::http {

answer list(call& c);    ///< GET /me/bookmarks
answer keep(call& c);    ///< PUT /threads/{id}/bookmark
answer let_go(call& c);  ///< DELETE /threads/{id}/bookmark

}  // namespace plaza::domain::bookmarks::http
