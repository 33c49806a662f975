// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include "domain/call.hpp"

namespace plaza::domain::kit::http {

answer list(call& c);    ///< GET /texts
answer change(call& c);  ///< PUT /texts/{slug}

}  // namespace plaza::domain::kit::http
