// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include "domain/call.hpp"

namespace plaza::domain::leavers::http {

answer mail_link(call& c);  ///< POST /me/address_confirmation
answer confirm(call& c);    ///< PUT /address_confirmations

}  // namespace plaza::domain::leavers::http
