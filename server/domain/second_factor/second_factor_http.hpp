// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include "domain/call.hpp"
#include "domain/identity/passwords.hpp"
#include "persistence/database.hpp"

namespace plaza::domain::second_factor::http {

answer read(call& c);  ///< GET /me/second_factor

/// What the following are given: they take more than one step, or keep what failed.
struct context {
    persistence::database& db;
    identity::password_pool& passwords;
    environment const& env;
};

/// POST /me/second_factor
boost::asio::awaitable<answer> begin(transport::request const& request, base::actor actor, context with);
/// PUT /me/second_factor
boost::asio::awaitable<answer> confirm(transport::request const& request, base::actor actor, context with);
/// POST /me/second_factor/recovery_codes
boost::asio::awaitable<answer> renew_codes(transport::request const& request, base::actor actor, context with);
/// POST /me/second_factor/removal
boost::asio::awaitable<answer> remove(transport::request const& request, base::actor actor, context with);
/// POST /session/second_factor
boost::asio::awaitable<answer> finish(transport::request const& request, base::actor actor, context with);

}  // namespace plaza::domain::second_factor::http
