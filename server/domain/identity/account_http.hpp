// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include "domain/call.hpp"
#include "domain/identity/account.hpp"
#include "domain/identity/passwords.hpp"
#include "persistence/database.hpp"

namespace plaza::domain::identity::http {

answer accept_policy(call& c);       ///< PUT /me/policy
answer sessions(call& c);            ///< GET /me/sessions
answer end_one_session(call& c);     ///< DELETE /me/sessions/{id}
answer end_other_sessions(call& c);  ///< DELETE /me/sessions

/// Compares with the actor's own password, outside the database workers: what it was found to be, or 403
/// `wrong_password`, 429, 503.
boost::asio::awaitable<base::result<std::string>> right_password(base::actor actor, std::string address,
                                                                 std::string password, persistence::database& db,
                                                                 password_pool& passwords);

/// PUT /me/password.
boost::asio::awaitable<answer> change_password(transport::request const& request, base::actor actor,
                                               persistence::database& db, password_pool& passwords,
                                               environment const& env);

}  // namespace plaza::domain::identity::http
