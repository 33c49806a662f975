// SPDX-License-Identifier: EUPL-1.2
// The home feed: threads of my groups and of whom and what I follow, by last activity, computed when read.
#pragma once
#include "domain/call.hpp"

namespace plaza::domain::feed::http {

answer read(call& c);      ///< GET /feed
answer away(call& c);      ///< GET /feed/away
answer put_away(call& c);  ///< DELETE /feed/away
answer for_you(call& c);   ///< GET /feed/for_you

}  // namespace plaza::domain::feed::http
