// SPDX-License-Identifier: EUPL-1.2
// Whether a request that changes something was made by our own pages (or by a program with a token of its
// own).
#pragma once
#include "base/result.hpp"
#include "transport/message.hpp"
#include "transport/site.hpp"

#include <optional>

namespace plaza::transport {

/// Name of the session cookie; with it a browser acts for a person without being asked.
inline constexpr std::string_view session_cookie = "__Host-plaza";

/// Refuses POST, PUT and DELETE that another site's page could have caused: they need `X-Plaza: 1`, which no
/// page may send across origins unasked, and `Origin` and `Sec-Fetch-Site`, where present, must speak of us.
/// A request with `Authorization` and without our cookie is a program's and needs none of it.
std::optional<base::problem> check_cross_site(request const& incoming, site const& here);

/// Refuses a live handshake whose `Origin` is missing or foreign. Browsers always send it there.
std::optional<base::problem> check_live_origin(request const& incoming, site const& here);

}  // namespace plaza::transport
