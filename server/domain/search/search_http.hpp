// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include "domain/call.hpp"

namespace plaza::domain::search::http {

answer find(call& c);  ///< GET /search
answer tags(call& c);  ///< GET /tags

}  // namespace plaza::domain::search::http
