// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include "domain/call.hpp"

namespace plaza::domain::unread::http {

answer list(call& c);        ///< GET /me/unread
answer mark_group(call& c);  ///< PUT /groups/{slug}/read
answer mark_feed(call& c);   ///< PUT /feed/read

}  // namespace plaza::domain::unread::http
