// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include "domain/call.hpp"

namespace plaza::domain::following::http {

answer list(call& c);             ///< GET /me/following
answer person(call& c);           ///< GET /people/{id}/follow
answer follow_person(call& c);    ///< PUT /people/{id}/follow
answer unfollow_person(call& c);  ///< DELETE /people/{id}/follow
answer tag(call& c);              ///< GET /tags/{name}/follow
answer follow_tag(call& c);       ///< PUT /tags/{name}/follow
answer unfollow_tag(call& c);     ///< DELETE /tags/{name}/follow
answer thread(call& c);           ///< GET /threads/{id}/follow
answer follow_thread(call& c);    ///< PUT /threads/{id}/follow
answer unfollow_thread(call& c);  ///< DELETE /threads/{id}/follow

}  // namespace plaza::domain::following::http
