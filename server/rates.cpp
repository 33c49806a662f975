// SPDX-License-Identifier: EUPL-1.2
#include "rates.hpp"

#include "base/client_network.hpp"

namespace plaza {
namespace {

/// A quarter of a minute's allowance may come at once.
transport::rate per_minute(double calls) { return {std::max(1.0, calls / 4), calls / 60}; }

std::optional<base::problem> judge(transport::rate_limiter& limiter, std::string_view key) {
    auto const verdict = limiter.take(key);
    if (verdict.allowed) return std::nullopt;
    return base::problem{429, "too_many_requests", {}, verdict.retry_after};
}

}  // namespace

rates::rates(rate_settings const& s)
    : read_(per_minute(s.read)),
      search_(per_minute(s.search)),
      write_(per_minute(s.write)),
      sign_in_(per_minute(s.sign_in)),
      live_(per_minute(s.live)),
      anonymous_(per_minute(s.anonymous)) {}

std::optional<base::problem> rates::of_address(cost c, std::string_view address) {
    auto const network = base::client_network(address);
    return judge(c == cost::sign_in ? sign_in_ : anonymous_, network);
}

std::optional<base::problem> rates::of_person(cost c, std::int64_t person) {
    auto const key = std::to_string(person);
    switch (c) {
        case cost::read: return judge(read_, key);
        case cost::search: return judge(search_, key);
        case cost::write: return judge(write_, key);
        case cost::live: return judge(live_, key);
        case cost::fixed:
        case cost::sign_in: break;
    }
    return std::nullopt;
}

}  // namespace plaza
