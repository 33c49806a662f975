// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include "domain/call.hpp"

namespace plaza::domain::people::http {

answer read(call& c);
answer contributions(call& c);
answer own(call& c);
answer save(call& c);
answer add_post(call& c);
answer change_post(call& c);

}  // namespace plaza::domain::people::http
