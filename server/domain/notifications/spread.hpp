// SPDX-License-Identifier: EUPL-1.2
// Notices of a post to all who want to be told of whatever is written in its group or thread. They may be many: a job
// that is written in the transaction of the cause tells them, some at a time.
#pragma once
#include "persistence/connection.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace plaza::domain::notifications {

/// Has those who want it told of a post: of the first of a thread as `new_question` or `new_thread`, of others as
/// `new_post`. Whoever was told of it already, or has read it meanwhile, is left out. After what it tells of.
void spread(persistence::connection& db, std::int64_t thread, int number);

/// Has a change of a post told, as `edited`, to all who want everything of its thread; also to who has read it.
void spread_edit(persistence::connection& db, std::int64_t thread, int number);

/// Has what somebody did to a thread told, under this cause, to all who want everything of it, but for those who were told
/// with the act itself.
void spread_act(persistence::connection& db, std::int64_t thread, std::string const& cause, std::int64_t actor,
                std::vector<std::int64_t> const& told);

/// Tells some of them and leaves the others to the next job.
void spread_some(persistence::connection& db, std::string const& payload);
void spread_some_edit(persistence::connection& db, std::string const& payload);
void spread_some_act(persistence::connection& db, std::string const& payload);

}  // namespace plaza::domain::notifications
