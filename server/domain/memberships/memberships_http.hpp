// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include "domain/call.hpp"

namespace plaza::domain::memberships::http {

answer mine(call& c);                 ///< GET /groups/{slug}/members/me
answer requests(call& c);             ///< GET /groups/{slug}/requests
answer answer_request(call& c);       ///< PUT /groups/{slug}/requests/{id}
answer change_role(call& c);          ///< PUT /groups/{slug}/members/{id}
answer remove(call& c);               ///< DELETE /groups/{slug}/members/{id}
answer transfer(call& c);             ///< PUT /groups/{slug}/owner
answer invitations(call& c);          ///< GET /groups/{slug}/invitations
answer invite(call& c);               ///< PUT /groups/{slug}/invitations/{id}
answer withdraw(call& c);             ///< DELETE /groups/{slug}/invitations/{id}
answer set_level(call& c);            ///< PUT /groups/{slug}/level
answer thread_level(call& c);         ///< GET /threads/{id}/level
answer set_thread_level(call& c);     ///< PUT /threads/{id}/level
answer forget_thread_level(call& c);  ///< DELETE /threads/{id}/level

}  // namespace plaza::domain::memberships::http
