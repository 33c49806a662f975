// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include "domain/call.hpp"

namespace plaza::domain::mentions::http {

answer suggest(call& c);  ///< GET /groups/{slug}/mentionable

}  // namespace plaza::domain::mentions::http
