// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include "domain/call.hpp"

namespace plaza::domain::drafts::http {

answer schedule(call& c);    ///< PUT /me/drafts/{place}/publication
answer unschedule(call& c);  ///< DELETE /me/drafts/{place}/publication
answer publish(call& c);     ///< POST /me/drafts/{place}/publication

/// The job `drafts.publish`: what its writer could send now is sent for them; what they could not stays as a draft.
void publish_due(persistence::connection& db, environment const& env, std::string const& payload);

}  // namespace plaza::domain::drafts::http
