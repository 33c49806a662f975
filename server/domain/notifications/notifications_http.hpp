// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include "domain/call.hpp"

namespace plaza::domain::notifications::http {

answer list(call& c);           ///< GET /notifications
answer mark_read(call& c);      ///< PUT /notifications/{id}/read
answer settings(call& c);       ///< GET /me/notification_settings
answer settle(call& c);         ///< PUT /me/notification_settings
answer mark_all_read(call& c);  ///< PUT /notifications/read

}  // namespace plaza::domain::notifications::http
