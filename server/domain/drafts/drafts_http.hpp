// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include "domain/call.hpp"

namespace plaza::domain::drafts::http {

answer list(call& c);    ///< GET /me/drafts
answer read(call& c);    ///< GET /me/drafts/{place}
answer save(call& c);    ///< PUT /me/drafts/{place}
answer remove(call& c);  ///< DELETE /me/drafts/{place}?version=

/// The captured place; 404 for what can be none.
base::result<std::string> place_of(call& c);
/// A window that has not noticed yet who else signed in at the same machine neither gets their texts nor gives them its own.
bool of_actor(call& c);

}  // namespace plaza::domain::drafts::http
