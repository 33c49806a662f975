// SPDX-License-Identifier: EUPL-1.2
// What somebody has begun to write and not sent yet, kept so that it is there on their other devices and after a crash.
// It is theirs alone: nobody else is shown it, it is neither searched nor mailed, and it ends with the account.
#pragma once
#include "base/actor.hpp"
#include "base/result.hpp"
#include "persistence/connection.hpp"

#include <cstdint>
#include <string>

namespace plaza::domain::drafts {

/// Of one person; so many texts begun at once are a program's, not a person's.
inline constexpr int most = 100;
/// Fields of one draft, and their bytes as JSON, a whole text included.
inline constexpr std::size_t most_fields = 40;
inline constexpr std::size_t most_bytes = 128 * 1024;
/// In visible ASCII: the web application escapes what else stands in its names of places.
inline constexpr std::size_t longest_place = 1000;
inline constexpr std::size_t longest_page = 400;
/// Ended ones that devices are told of.
inline constexpr int most_ended = 200;
/// Days without a change after which a draft ends. Devices keep theirs for 90: nothing ends here that is still there.
inline constexpr int kept_days = 120;

struct draft {
    std::string place;    ///< where it was begun, in the words of the web application
    std::string fields;   ///< an object of texts, as JSON
    std::string page;     ///< the path it was written on
    std::int64_t version  ///< that it was made from; 0 where there was none
        = 0;
};

/// Keeps it and returns its version now. 409 `conflict` when another device saved something else since that version,
/// `too_many_drafts`. What stands already is no conflict: an answer was lost.
base::result<std::int64_t> save(persistence::connection& db, base::actor const& actor, draft const& wanted);

/// Drops those that nobody touched for `kept_days`.
void forget_old(persistence::connection& db);

}  // namespace plaza::domain::drafts
