// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include "domain/call.hpp"

namespace plaza::domain::tags::http {

answer read(call& c);          ///< GET /tags/{name}
answer threads(call& c);       ///< GET /tags/{name}/threads
answer console_list(call& c);  ///< GET /console/tags
answer keep(call& c);          ///< PUT /console/tags/{name}
answer merge(call& c);         ///< POST /console/tags/{name}/merger

}  // namespace plaza::domain::tags::http
