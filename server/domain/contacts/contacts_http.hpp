// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include "domain/call.hpp"

namespace plaza::domain::contacts::http {

answer list(call& c);      ///< GET /administrations/{id}/contacts
answer name(call& c);      ///< PUT /administrations/{id}/contacts/{person}
answer dismiss(call& c);   ///< DELETE /administrations/{id}/contacts/{person}
answer end_post(call& c);  ///< POST /people/{id}/appointments/{appointment}/end

}  // namespace plaza::domain::contacts::http
