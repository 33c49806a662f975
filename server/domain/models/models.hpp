// SPDX-License-Identifier: EUPL-1.2
// Model documents: articles that others start from. What one is, whose, how it stands and what it came from is said by who
// writes it; that an administration took it over, by anybody of that administration.
#pragma once
#include "base/actor.hpp"
#include "base/result.hpp"
#include "domain/groups/groups.hpp"
#include "domain/threads/threads.hpp"
#include "persistence/connection.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace plaza::domain::models {

/// Of why it stands otherwise, in characters.
inline constexpr std::size_t longest_reason = 300;

struct facts {
    std::string type;                               ///< ordinance, specification, report, form, other
    std::int64_t administration;                    ///< whose document it is
    std::string state;                              ///< draft, in_force, appealed, annulled
    std::optional<std::string> since = {};          ///< YYYY-MM-DD from which it stands so
    std::optional<std::int64_t> derived_from = {};  ///< the thread it came from
};

/// 409 `wider_audience` when others wrote for fewer readers what it came from; 422 `administration` `unknown`, `derived_from`
/// `unknown_thread`.
base::result<std::int64_t> start(persistence::connection& db, base::actor const& actor,
                                 groups::visible_group const& group, threads::new_thread wanted, facts const& said);

/// Says anew what an article is, or says it of one that was none; for who may edit it. Without `derives` what it came from
/// stays; nothing is taken away that the actor may not read. The thread was opened for writing. 403 `not_the_author`, 409
/// `conflict` when `version` is not the one that stands, 422 `thread` `not_in_this_kind`, `administration` `unknown`,
/// `derived_from` `unknown_thread` or `itself`, `reason` `required` where it is annulled. That it stands otherwise is a line
/// of its thread.
base::result<void> change(persistence::connection& db, base::actor const& actor, threads::visible_thread const& thread,
                          facts const& said, bool derives, std::optional<std::int64_t> version,
                          std::string const& reason);

/// The job `models.tell`: tells some of those who rely on it that it is appealed or annulled, as long as it is.
void tell_some(persistence::connection& db, std::string const& payload);

/// Says that the administration took it over; what somebody said before stays. For who belongs to it, and is no external of
/// it. The thread was opened for writing. 403 `not_of_administration`, 404 for other threads, 409 `own_model`.
base::result<void> adopt(persistence::connection& db, base::actor const& actor, threads::visible_thread const& thread,
                         std::int64_t administration);

/// Takes that back: who said it, also after leaving, and whoever belongs to the administration now. It is the
/// administration's word and not the person's, and nobody else can know better. 403 `not_of_administration`.
base::result<void> take_back(persistence::connection& db, base::actor const& actor,
                             threads::visible_thread const& thread, std::int64_t administration);

}  // namespace plaza::domain::models
