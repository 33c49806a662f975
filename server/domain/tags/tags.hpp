// SPDX-License-Identifier: EUPL-1.2
// The vocabulary of tags: what they are about, what else they are called, and which of them are one.
#pragma once
#include "base/actor.hpp"
#include "base/result.hpp"
#include "persistence/connection.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace plaza::domain::tags {

/// Longest description and other name in characters, most other names of a tag.
inline constexpr std::size_t longest_description = 500;
inline constexpr std::size_t longest_name = 80;
inline constexpr std::size_t most_names = 40;

struct other_name {
    std::string language;
    std::string name;
};

/// The tag that this name means, as far as the actor may know of it; 404 otherwise.
base::result<std::int64_t> known(persistence::connection& db, base::actor const& actor, std::string const& name);

/// 403 `not_a_network_host` for who does not keep the vocabulary: administrators and hosts of the network do.
base::result<void> may_keep(persistence::connection& db, base::actor const& actor);

/// Says what a tag is about and what else it is called, and takes it into the vocabulary; one that is not there is made.
/// 409 `tag_name_taken` where another tag is called so, `conflict` where `version` is given and it is another now; empty for
/// one that is new.
base::result<std::int64_t> keep(persistence::connection& db, base::actor const& actor, std::string const& name,
                                std::string const& description, std::vector<other_name> const& names,
                                std::optional<std::string> const& version);

/// Makes one tag of two: the first is another name of the second from now on, and its threads come by a job. Not undone.
/// 404 for what the actor may not know of, 409 `conflict` as above, 422 `into` `unknown` or `same`.
base::result<std::int64_t> merge(persistence::connection& db, base::actor const& actor, std::string const& name,
                                 std::string const& into, std::optional<std::string> const& version);

/// Takes up some threads of tags that changed, and leaves the others to the next job.
void renew(persistence::connection& db);

}  // namespace plaza::domain::tags
