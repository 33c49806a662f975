// SPDX-License-Identifier: EUPL-1.2
// Notices to a person: written in the transaction of their cause, one for each cause and place. Whether the person may
// see what they tell of is asked when they are written and again whenever they are shown.
#pragma once
#include "base/actor.hpp"
#include "base/result.hpp"
#include "persistence/connection.hpp"

#include <boost/json/object.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace plaza::domain::notifications {

/// Posts that one notice tells of; of more than these the oldest are left out.
inline constexpr int most_posts = 50;
/// Days after which a notice goes, counted from when it last came.
inline constexpr int kept_days = 365;

struct notice {
    std::int64_t person;  ///< who is told
    std::string cause;    ///< small letters and underscores; web/src/components/NotificationRow has a sentence for each
    std::optional<std::int64_t> group, thread, actor;
    /// Small, without texts of posts. `number` is the post of the thread that it tells of, `link` a path of the
    /// application where it leads if not to the thread or group.
    boost::json::object facts;
};

// What somebody is told of follows their level: of a thread if they chose one for it; else `everything` in a thread
// that they follow; else that of the group; outside their groups `mentions`.
//   muted       decisions on the person (`accepted`, `membership_…`, `group_invitation`) and what they have to decide
//               (`membership_requested`, `person_awaits_confirmation`,
//               `application_waiting`): what is meant for them by name; and `announcement`, of which there are few
//   mentions    besides what is said to them: `answer`, `reply`, `comment`, `mention` (of who is named in one of these,
//               in its place), `thanks`
//   questions   besides `new_question` in the group
//   everything  besides `new_thread`, `new_post` and `edited`; who asked hears of the accepted answer at each level but
//               `muted`

/// Writes the notice, or renews the one of the same cause and thread (else group), which is then unread again. Nothing
/// happens for the person's own acts, for who is not active, in a group of practice, for what they may not see, and for what they do not want to be told of.
void tell(persistence::connection& db, notice wanted);

/// Whether who would be told of a post by this cause is to be told that it names them instead.
bool better_by_name(persistence::connection& db, std::int64_t person, std::string const& cause, std::int64_t group,
                    std::int64_t thread);

/// 404 for what the actor has not, or may not see any more.
base::result<void> mark_read(persistence::connection& db, base::actor const& actor, std::int64_t id);

/// All that came up to a moment, in microseconds since 1970.
void mark_all_read(persistence::connection& db, base::actor const& actor, std::int64_t up_to);

/// Those of a thread that tell of posts up to a number, because the person has read as far as that.
void mark_thread_read(persistence::connection& db, base::actor const& actor, std::int64_t thread, int number);

/// Deletes those that came too long ago.
void prune(persistence::connection& db);

}  // namespace plaza::domain::notifications
