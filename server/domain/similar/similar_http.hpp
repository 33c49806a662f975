// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include "domain/call.hpp"

namespace plaza::domain::similar::http {

answer find(call& c);  ///< GET /questions/similar

}  // namespace plaza::domain::similar::http
