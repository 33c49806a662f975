// SPDX-License-Identifier: EUPL-1.2
// From a parsed head to the request that the application sees.
#pragma once
#include "base/result.hpp"
#include "transport/framing.hpp"
#include "transport/message.hpp"
#include "transport/site.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace plaza::transport {

/// What is known of the connection that a request came on.
struct peer {
    std::string address;
    bool tls = false;
};

/// Fills everything of `out` but its body. Refuses targets that are ambiguous and hosts that are not ours.
std::optional<base::problem> build_request(framing::head const& head, peer const& from, site const& here, request& out);

/// The problem that tells a client why its framing was refused.
base::problem to_problem(framing::refusal const& refused);

/// A new id for a request: 60 random bits as 12 letters and digits that survive being read out on the
/// telephone.
std::string new_incident();

/// Paths that the application answers, whatever the web application holds.
bool application_path(std::string_view path);

inline constexpr std::string_view live_path = "/api/v1/live";

}  // namespace plaza::transport
