// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include "domain/call.hpp"

namespace plaza::domain::articles::http {

answer read_template(call& c);  ///< GET /groups/{slug}/article_template
answer set_template(call& c);   ///< PUT /groups/{slug}/article_template
answer authors(call& c);        ///< GET /threads/{id}/authors
answer add_author(call& c);     ///< PUT /threads/{id}/authors/{person}
answer remove_author(call& c);  ///< DELETE /threads/{id}/authors/{person}
answer make(call& c);           ///< POST /threads/{id}/article

}  // namespace plaza::domain::articles::http
