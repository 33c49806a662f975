// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include "domain/call.hpp"

namespace plaza::domain::norms::http {

answer list(call& c);
answer read(call& c);
answer threads(call& c);
answer console_list(call& c);
answer add(call& c);
answer add_name(call& c);
answer remove_name(call& c);

}  // namespace plaza::domain::norms::http
