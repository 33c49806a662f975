// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include "domain/call.hpp"

namespace plaza::domain::drafts::http {

answer list(call& c);    ///< GET /me/drafts
answer read(call& c);    ///< GET /me/drafts/{place}
answer save(call& c);    ///< PUT /me/drafts/{place}
answer remove(call& c);  ///< DELETE /me/drafts/{place}?version=

}  // namespace plaza::domain::drafts::http
