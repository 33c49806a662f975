// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include "domain/call.hpp"

namespace plaza::domain::first_steps::http {

answer read(call& c);          ///< GET /me/first_steps
answer set_open(call& c);      ///< PUT /me/first_steps
answer mark(call& c);          ///< PUT /me/first_steps/{step}
answer suggested(call& c);     ///< GET /me/suggested_groups
answer choose_level(call& c);  ///< PUT /me/level

}  // namespace plaza::domain::first_steps::http
