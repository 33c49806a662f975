// SPDX-License-Identifier: EUPL-1.2
// Questions that wait for an answer, as a queue to work on, and how well a group answers.
#pragma once
#include "domain/call.hpp"

namespace plaza::domain::waiting::http {

answer list(call& c);          ///< GET /questions
answer group_health(call& c);  ///< GET /groups/{slug}/health

}  // namespace plaza::domain::waiting::http
