// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include "domain/call.hpp"

namespace plaza::domain::administrations::http {

answer console_list(call& c);   ///< GET /console/administrations
answer create(call& c);         ///< POST /console/administrations
answer console_read(call& c);   ///< GET /console/administrations/{id}
answer change(call& c);         ///< PUT /console/administrations/{id}
answer add_domain(call& c);     ///< PUT /console/administrations/{id}/domains/{domain}
answer remove_domain(call& c);  ///< DELETE /console/administrations/{id}/domains/{domain}

}  // namespace plaza::domain::administrations::http
