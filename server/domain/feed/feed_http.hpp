// SPDX-License-Identifier: EUPL-1.2
// The home feed: threads of my groups by last activity, computed when read.
#pragma once
#include "domain/call.hpp"

namespace plaza::domain::feed::http {

answer read(call& c);  ///< GET /feed

}  // namespace plaza::domain::feed::http
