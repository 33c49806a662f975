// SPDX-License-Identifier: EUPL-1.2
// People named in a text: a link to somebody's page whose words begin with @, as the page writes it when a name is
// completed. It stays readable wherever the text goes, and needs no names of its own.
#pragma once
#include "base/actor.hpp"
#include "domain/threads/threads.hpp"
#include "persistence/connection.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace plaza::domain::mentions {

/// Of people who are named in one text these are told; who names more speaks to nobody.
inline constexpr std::size_t most_told = 20;
/// People offered while a name is typed.
inline constexpr int offered = 6;

/// The people named in a text, each once, in their order.
std::vector<std::int64_t> named(std::string_view body);

/// Tells who is named in a post and was not in the text before, but for those who hear of it otherwise. Nobody learns of
/// what they may not read. `cause`: `thanks` where they are thanked.
void tell(persistence::connection& db, base::actor const& actor, std::int64_t thread, int number, std::string_view body,
          std::string_view before = {}, std::vector<std::int64_t> const& told = {},
          std::string const& cause = "mention");

}  // namespace plaza::domain::mentions
