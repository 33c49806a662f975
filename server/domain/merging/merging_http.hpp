// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include "domain/call.hpp"

namespace plaza::domain::merging::http {

answer preview(call& c);  ///< GET /console/people/{id}/merger
answer merge(call& c);    ///< POST /console/people/{id}/merger

}  // namespace plaza::domain::merging::http
