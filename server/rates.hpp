// SPDX-License-Identifier: EUPL-1.2
// Rate limits: how often a person, or an address before anybody is known, may call routes of a class.
#pragma once
#include "base/result.hpp"
#include "routes.hpp"
#include "transport/rate_limiter.hpp"

#include <optional>
#include <string_view>

namespace plaza {

/// Calls a minute. Reads and searches leave room for a person who opens many tabs, writes for one who tidies up;
/// sign-in is per address and leaves room for an office behind one address.
struct rate_settings {
    double read = 1200;
    double search = 300;
    double write = 240;
    double sign_in = 120;
    double live = 240;
    double anonymous = 3000;  ///< everything from one address, before anybody is known
};

class rates {
public:
    explicit rates(rate_settings const& settings);
    /// 429 with the seconds to wait, or nothing. Before the caller is known.
    std::optional<base::problem> of_address(cost c, std::string_view address);
    /// The same for a person who is known.
    std::optional<base::problem> of_person(cost c, std::int64_t person);

private:
    transport::rate_limiter read_, search_, write_, sign_in_, live_, anonymous_;
};

}  // namespace plaza
