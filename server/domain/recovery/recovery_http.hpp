// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include "domain/call.hpp"
#include "domain/identity/passwords.hpp"
#include "persistence/database.hpp"

namespace plaza::domain::recovery::http {

answer ask_for_reset(call& c);  ///< POST /password_resets
answer look_at_reset(call& c);  ///< POST /password_resets/look
/// PUT /password_resets. A coroutine: the new password is hashed outside the database workers.
boost::asio::awaitable<answer> reset_password(transport::request const& request, persistence::database& db,
                                              identity::password_pool& passwords, environment const& env);
/// POST /me/email. A coroutine: the password is compared outside the database workers.
boost::asio::awaitable<answer> ask_for_email(transport::request const& request, base::actor actor,
                                             persistence::database& db, identity::password_pool& passwords);
answer change_email(call& c);  ///< PUT /email_changes

}  // namespace plaza::domain::recovery::http
