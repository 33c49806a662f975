// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include "domain/call.hpp"

namespace plaza::domain::directory::http {

answer find(call& c);
answer suggest(call& c);

}  // namespace plaza::domain::directory::http
