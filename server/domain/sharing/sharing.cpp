// SPDX-License-Identifier: EUPL-1.2
#include "domain/sharing/sharing.hpp"

#include "domain/sharing/sharing_sql.hpp"

namespace plaza::domain::sharing {

base::result<std::int64_t> share(persistence::connection& db, base::actor const& actor,
                                 threads::visible_thread const& source, groups::visible_group const& group,
                                 threads::new_thread wanted) {
    if (source.group() == group.id()) return base::invalid("group", "same_group");
    wanted.kind = "update";
    auto const thread = threads::start(db, actor, group, std::move(wanted));
    if (!thread) return thread.error();
    db.run(sql::insert, *thread, source.id());
    return *thread;
}

}  // namespace plaza::domain::sharing
