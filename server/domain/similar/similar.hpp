// SPDX-License-Identifier: EUPL-1.2
// Asking without a map: what is like a question while it is being written, and where it would belong.
#pragma once
#include "domain/call.hpp"
#include "domain/similar/ranking.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace plaza::domain::similar {

inline constexpr std::size_t longest_text = 1000;  ///< of what is written below the title, for the tags that it names
inline constexpr int most_shown = 5;

struct question {
    std::string title;
    std::string text;
    std::string group;  ///< slug; only what is in it, where not empty
};

/// `{"items": […], "groups": […], "tags": […]}` as JSON, of what the viewer may read only.
std::string find(persistence::connection& db, std::int64_t viewer, question const& asked);

/// Threads like a question of this title, of what the viewer may read, the likest first.
std::vector<likeness> nearest(persistence::connection& db, std::int64_t viewer, std::string const& title,
                              std::size_t most);

}  // namespace plaza::domain::similar
