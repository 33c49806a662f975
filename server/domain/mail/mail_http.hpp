// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include "domain/call.hpp"

namespace plaza::domain::mail::http {

answer list(call& c);        ///< GET /mails
answer send_again(call& c);  ///< POST /mails/{id}/again
answer outbox(call& c);      ///< GET /outbox
answer show_stop(call& c);   ///< GET /unsubscriptions/{token}
answer stop(call& c);        ///< POST /unsubscriptions/{token}
answer go_on(call& c);       ///< DELETE /unsubscriptions/{token}

}  // namespace plaza::domain::mail::http
