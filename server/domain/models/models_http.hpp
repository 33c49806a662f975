// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include "domain/call.hpp"

namespace plaza::domain::models::http {

answer list(call& c);       ///< GET /models
answer start(call& c);      ///< POST /groups/{slug}/models
answer read(call& c);       ///< GET /threads/{id}/model
answer change(call& c);     ///< PUT /threads/{id}/model
answer adoptions(call& c);  ///< GET /threads/{id}/model/adoptions
answer adopt(call& c);      ///< PUT /threads/{id}/model/adoptions/{administration}
answer take_back(call& c);  ///< DELETE /threads/{id}/model/adoptions/{administration}

}  // namespace plaza::domain::models::http
