// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include "persistence/query.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace plaza::domain::imports::sql {

struct domain_standing {
    std::optional<std::int64_t> administration;
    bool there;
    bool in_force;
    int domains;  ///< that the administration has
};
struct exported_domain {
    std::string dir3, domain, name;
};

/// Arrays of DIR3 codes and of domains: how each pair stands, in their order.
extern persistence::query<domain_standing(std::string, std::string)> const domains_standing;
extern persistence::command<std::string, std::string> const insert_domains;  ///< arrays: administrations, domains
extern persistence::query<exported_domain()> const all_domains;

}  // namespace plaza::domain::imports::sql
