// SPDX-License-Identifier: EUPL-1.2
#include "domain/bookmarks/bookmarks.hpp"

#include "domain/bookmarks/bookmarks_sql.hpp"

namespace plaza::domain::bookmarks {

base::result<void> keep(persistence::connection& db, base::actor const& actor, threads::visible_thread const& thread) {
    if (db.one(sql::kept, actor.person) >= most_kept) return base::conflict("too_many_bookmarks");
    db.run(sql::keep, actor.person, thread.id());
    return {};
}

void let_go(persistence::connection& db, base::actor const& actor, std::int64_t thread) {
    db.run(sql::let_go, actor.person, thread);
}

}  // namespace plaza::domain::bookmarks
