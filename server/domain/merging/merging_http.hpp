// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include "domain/call.hpp"

namespace plaza::domain::merging::http {

answer preview(call& c);  ///< GET /console/people/{id}/merger
answer start(call& c);    ///< POST /console/people/{id}/merger
answer last(call& c);     ///< GET /console/mergers
answer read(call& c);     ///< GET /console/mergers/{id}
answer give_up(call& c);  ///< DELETE /console/mergers/{id}

}  // namespace plaza::domain::merging::http
