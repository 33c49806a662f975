// SPDX-License-Identifier: EUPL-1.2
#include "transport/csrf.hpp"

namespace plaza::transport {

std::optional<base::problem> check_cross_site(request const& incoming, site const& here) {
    if (incoming.method != verb::post && incoming.method != verb::put && incoming.method != verb::del)
        return std::nullopt;
    if (incoming.headers.count("authorization") > 0 && incoming.cookie(session_cookie).empty()) return std::nullopt;
    if (incoming.headers.get("x-plaza") != "1") return base::forbidden("cross_site");
    if (incoming.headers.count("origin") > 0 && !here.origin_allowed(incoming.headers.get("origin"), incoming.secure))
        return base::forbidden("cross_site");
    if (incoming.headers.count("sec-fetch-site") > 0 && incoming.headers.get("sec-fetch-site") != "same-origin")
        return base::forbidden("cross_site");
    return std::nullopt;
}

std::optional<base::problem> check_live_origin(request const& incoming, site const& here) {
    if (here.origin_allowed(incoming.headers.get("origin"), incoming.secure)) return std::nullopt;
    return base::forbidden("cross_site");
}

}  // namespace plaza::transport
