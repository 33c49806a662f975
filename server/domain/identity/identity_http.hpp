// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include "domain/call.hpp"
#include "domain/identity/identity.hpp"
#include "domain/identity/passwords.hpp"
#include "persistence/database.hpp"

namespace plaza::domain::identity::http {

/// POST /session. A coroutine: the password is hashed outside the database workers.
boost::asio::awaitable<answer> sign_in(transport::request const& request, persistence::database& db,
                                       password_pool& passwords, environment const& env);
/// The header that hands the browser a new token.
std::string session_cookie_with(std::string const& token);
/// The answer to who has signed in.
transport::response signed_in(started_session const& session);
answer sign_out(call& c);  ///< DELETE /session
answer me(call& c);        ///< GET /me

}  // namespace plaza::domain::identity::http
