// SPDX-License-Identifier: EUPL-1.2
#include "domain/drafts/drafts.hpp"

#include "domain/drafts/drafts_sql.hpp"

namespace plaza::domain::drafts {

base::result<std::int64_t> save(persistence::connection& db, base::actor const& actor, draft const& wanted) {
    // Two devices that save at once come one after the other, and are counted.
    db.run(sql::hold, actor.person);
    auto const standing = db.row(sql::standing, actor.person, wanted.place, wanted.fields);
    if (!standing && db.one(sql::count, actor.person) >= most) return base::conflict("too_many_drafts");
    if (standing && standing->same) return standing->version;
    // What is gone was sent or discarded elsewhere; what was typed since is kept as a new one.
    if (standing && standing->version != wanted.version) return base::conflict("conflict");
    return db.one(sql::save, actor.person, wanted.place, wanted.fields, wanted.page);
}

void forget_old(persistence::connection& db) { db.run(sql::forget_old, kept_days); }

}  // namespace plaza::domain::drafts
