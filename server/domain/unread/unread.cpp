// SPDX-License-Identifier: EUPL-1.2
#include "domain/unread/unread.hpp"

#include "domain/live/events.hpp"
#include "domain/unread/unread_sql.hpp"

namespace plaza::domain::unread {

void mark_all(persistence::connection& db, base::actor const& actor, groups::visible_group const* group,
              std::int64_t up_to) {
    auto const in = group ? std::optional(group->id()) : std::nullopt;
    auto data = db.row(sql::mark_all, actor.person, in, up_to, counted_days);
    if (!data) return;
    live::to_person(db, "read.all", actor.person, in, std::nullopt, std::move(*data));
}

}  // namespace plaza::domain::unread
