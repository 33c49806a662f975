// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include "domain/call.hpp"

namespace plaza::domain::imports::http {

answer start_domains(call& c);            ///< POST /console/domains
answer last_domain_imports(call& c);      ///< GET /console/domain_imports
answer read_domain_import(call& c);       ///< GET /console/domain_imports/{id}
answer export_domains(call& c);           ///< GET /console/domains
answer start_people(call& c);             ///< POST /console/people_imports
answer last_people_imports(call& c);      ///< GET /console/people_imports
answer read_people_import(call& c);       ///< GET /console/people_imports/{id}
answer take_back_people_import(call& c);  ///< DELETE /console/people_imports/{id}

}  // namespace plaza::domain::imports::http
