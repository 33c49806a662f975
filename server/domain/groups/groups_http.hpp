// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include "domain/call.hpp"

namespace plaza::domain::groups::http {

answer list(call& c);           ///< GET /groups
answer create(call& c);         ///< POST /groups
answer read(call& c);           ///< GET /groups/{slug}
answer members(call& c);        ///< GET /groups/{slug}/members
answer join(call& c);           ///< PUT /groups/{slug}/members/me
answer leave(call& c);          ///< DELETE /groups/{slug}/members/me
answer settle(call& c);         ///< PUT /groups/{slug}
answer mark_official(call& c);  ///< PUT /groups/{slug}/official
answer archive(call& c);        ///< PUT /groups/{slug}/archived
answer reopen(call& c);         ///< DELETE /groups/{slug}/archived
answer read_creation(call& c);  ///< GET /settings/groups
answer set_creation(call& c);   ///< PUT /settings/groups

}  // namespace plaza::domain::groups::http
