// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include "domain/call.hpp"
#include "domain/identity/passwords.hpp"
#include "persistence/database.hpp"

namespace plaza::domain::registration::http {

answer ask(call& c);                ///< POST /registration
answer look(call& c);               ///< POST /registration/look
answer apply(call& c);              ///< POST /registration/application
answer confirmations(call& c);      ///< GET /confirmations
answer confirm(call& c);            ///< PUT /confirmations/{id}
answer turn_away(call& c);          ///< POST /confirmations/{id}/refusal
answer applications(call& c);       ///< GET /applications
answer admit(call& c);              ///< POST /applications/{id}/admission
answer refuse(call& c);             ///< POST /applications/{id}/refusal
answer invitations(call& c);        ///< GET /invitations
answer invite(call& c);             ///< POST /invitations
answer invite_guest(call& c);       ///< POST /groups/{slug}/guest-invitations
answer guest_invitations(call& c);  ///< GET /groups/{slug}/guest-invitations
answer withdraw_guest(call& c);     ///< DELETE /groups/{slug}/guest-invitations/{id}
answer withdraw(call& c);           ///< DELETE /invitations/{id}

/// POST /registration/account. A coroutine: the password is hashed outside the database workers.
boost::asio::awaitable<answer> enter(transport::request const& request, persistence::database& db,
                                     identity::password_pool& passwords, environment const& env);

}  // namespace plaza::domain::registration::http
