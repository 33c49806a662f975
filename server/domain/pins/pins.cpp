// SPDX-License-Identifier: EUPL-1.2
#include "domain/pins/pins.hpp"

#include "domain/accountability/audit.hpp"
#include "domain/live/events.hpp"
#include "domain/pins/pins_sql.hpp"

namespace plaza::domain::pins {
base::result<void> pin(persistence::connection& db, base::actor const& actor, threads::visible_thread const& thread) {
    if (!moderates(thread)) return base::forbidden("not_a_moderator");
    if (db.one(sql::pinned, thread.id())) return {};
    // Whoever pins at the same time may have taken the place that was free: then the next one is tried.
    bool done = false;
    for (int place = 0; place < most_pinned && !done; ++place) {
        done = db.run(sql::pin, thread.group(), thread.id(), actor.person, most_pinned) > 0;
    }
    if (!done) return base::conflict("too_many_pinned");
    audit::write(db, actor, "thread.pinned", "thread", thread.id(), {});
    live::of_thread(db, "thread.changed", thread.id());
    return {};
}

base::result<void> unpin(persistence::connection& db, base::actor const& actor, threads::visible_thread const& thread) {
    if (!moderates(thread)) return base::forbidden("not_a_moderator");
    if (db.run(sql::unpin, thread.id()) == 0) return {};
    audit::write(db, actor, "thread.unpinned", "thread", thread.id(), {});
    live::of_thread(db, "thread.changed", thread.id());
    return {};
}

}  // namespace plaza::domain::pins
