// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include "domain/call.hpp"

namespace plaza::domain::revisions::http {

answer edit(call& c);  ///< PUT /posts/{id}
answer list(call& c);  ///< GET /posts/{id}/revisions

}  // namespace plaza::domain::revisions::http
