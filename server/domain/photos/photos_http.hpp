// SPDX-License-Identifier: EUPL-1.2
// Photos of profiles. Who sees one is decided by `photo_shown` (schema/replaceable/70_people.sql).
#pragma once
#include "domain/call.hpp"
#include "domain/photos/studio.hpp"
#include "persistence/database.hpp"

#include <boost/asio/awaitable.hpp>

namespace plaza::domain::photos::http {

/// PUT /me/photo: the body is the file.
boost::asio::awaitable<answer> set(transport::request const& request, base::actor actor, persistence::database& db,
                                   studio& photos);
answer remove(call& c);
answer read(call& c);

}  // namespace plaza::domain::photos::http
