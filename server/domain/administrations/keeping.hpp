// SPDX-License-Identifier: EUPL-1.2
// What administrators of the network do with administrations: make them, change them, end them, and say whose mail
// domains are whose. Each act is in the audit.
#pragma once
#include "base/actor.hpp"
#include "base/result.hpp"
#include "persistence/connection.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace plaza::domain::administrations {

inline constexpr std::size_t longest_name = 200;
inline constexpr std::size_t longest_website = 300;
/// More inhabitants than this nobody has.
inline constexpr std::int64_t most_inhabitants = 100'000'000;
/// Domains of one administration: a region has some dozens.
inline constexpr int most_domains = 200;

struct description {
    std::string dir3;
    std::string name;
    std::string level;
    std::string website;
    std::optional<std::string> ine, province_id, region_id;  ///< where a province is given, the region is its own
    std::optional<std::int64_t> population, parent, successor;
    std::optional<std::string> valid_from, valid_to;  ///< YYYY-MM-DD
};

/// Makes one and returns its id. 409 `code_taken`, 422 `parent` and `successor` `unknown_administration`.
base::result<std::int64_t> create(persistence::connection& db, base::actor const& actor, description wanted);

/// Replaces what stands there, at the version that was read: 409 `conflict` at another one. 404, 409 `code_taken`, 422
/// `parent` and `successor` `unknown_administration` or `circle` where following them leads back here.
base::result<void> change(persistence::connection& db, base::actor const& actor, std::int64_t administration,
                          int version, description wanted);

/// Lets people with an address of the domain register there, as in all others that have it. 404, 422 `domain`
/// `not_a_domain`, `open_to_anybody`, 409 `too_many_domains`.
base::result<void> add_domain(persistence::connection& db, base::actor const& actor, std::int64_t administration,
                              std::string const& domain);
/// Nobody registers there by the domain any more; accounts stay as they are. 404.
base::result<void> remove_domain(persistence::connection& db, base::actor const& actor, std::int64_t administration,
                                 std::string const& domain);

}  // namespace plaza::domain::administrations
