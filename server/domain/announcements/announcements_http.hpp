// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include "domain/call.hpp"

namespace plaza::domain::announcements::http {

answer make(call& c);         ///< POST /groups/{slug}/announcements
answer waiting(call& c);      ///< GET /announcements
answer read(call& c);         ///< GET /threads/{id}/announcement
answer readers(call& c);      ///< GET /threads/{id}/announcement/readers
answer acknowledge(call& c);  ///< PUT /threads/{id}/announcement/read

}  // namespace plaza::domain::announcements::http
