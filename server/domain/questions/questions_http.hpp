// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include "domain/call.hpp"

namespace plaza::domain::questions::http {

answer accept(call& c);          ///< PUT /threads/{id}/accepted
answer withdraw(call& c);        ///< DELETE /threads/{id}/accepted
answer who_has_same(call& c);    ///< GET /threads/{id}/same_problem
answer say_same(call& c);        ///< PUT /threads/{id}/same_problem
answer take_back_same(call& c);  ///< DELETE /threads/{id}/same_problem
answer list_useful(call& c);     ///< GET /posts/{id}/useful
answer mark_useful(call& c);     ///< PUT /posts/{id}/useful
answer unmark_useful(call& c);   ///< DELETE /posts/{id}/useful

}  // namespace plaza::domain::questions::http
