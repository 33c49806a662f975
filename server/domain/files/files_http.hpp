// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include "domain/call.hpp"
#include "domain/files/intake.hpp"
#include "persistence/database.hpp"

#include <boost/asio/awaitable.hpp>

namespace plaza::domain::files::http {

/// Before the body of POST /files is read: 422 for what the query says, 403 when no more fits.
base::result<std::shared_ptr<base::body_sink>> open(persistence::connection& db, transport::request const& request,
                                                    base::actor const& actor, intake& files);
/// POST /files, when its body has come.
boost::asio::awaitable<answer> upload(transport::request const& request, persistence::database& db, intake& files);
answer read(call& c);
answer state(call& c);  ///< GET /files/{id}/state
answer remove(call& c);
answer list_in_group(call& c);

/// Content-Disposition with a name: for old readers without what is not ASCII, and as it is for all others.
std::string disposition(std::string_view how, std::string_view name);

}  // namespace plaza::domain::files::http
