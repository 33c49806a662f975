// SPDX-License-Identifier: EUPL-1.2
#include "domain/tags/tags.hpp"

#include "domain/accountability/audit.hpp"
#include "domain/tags/tags_sql.hpp"
#include "jobs/queue.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

namespace plaza::domain::tags {
namespace {

/// Threads of one batch, with all their posts: their locks are held for less than a second.
constexpr int batch = 50;

}  // namespace

base::result<std::int64_t> known(persistence::connection& db, base::actor const& actor, std::string const& name) {
    auto const found = db.row(sql::known, actor.person, name);
    if (!found) return base::not_found();
    return *found;
}

base::result<void> may_keep(persistence::connection& db, base::actor const& actor) {
    if (!db.one(sql::keeps, actor.person)) return base::forbidden("not_a_network_host");
    return {};
}

base::result<std::int64_t> keep(persistence::connection& db, base::actor const& actor, std::string const& name,
                                std::string const& description, std::vector<other_name> const& names,
                                std::optional<std::string> const& version) {
    db.run(sql::hold);
    if (version && db.one(sql::changed, name, *version)) return base::conflict("conflict");
    boost::json::array said;
    for (auto const& one : names) said.push_back({{"language", one.language}, {"name", one.name}});
    auto const list = boost::json::serialize(said);
    if (db.row(sql::taken, name, list)) return base::conflict("tag_name_taken");
    auto const tag = db.one(sql::make, name, description);
    db.run(sql::name, tag, list);
    db.row(sql::renew_tag, tag);
    audit::write(db, actor, "tag.kept", "tag", tag, {{"name", name}});
    return tag;
}

base::result<std::int64_t> merge(persistence::connection& db, base::actor const& actor, std::string const& name,
                                 std::string const& into, std::optional<std::string> const& version) {
    db.run(sql::hold);
    auto const gone = known(db, actor, name);
    if (!gone) return gone.error();
    auto const kept = known(db, actor, into);
    if (version && db.one(sql::changed, name, *version)) return base::conflict("conflict");
    if (!kept) return base::invalid("into", "unknown");
    if (*gone == *kept) return base::invalid("into", "same");
    db.run(sql::merge, *gone, *kept, "es");
    audit::write(db, actor, "tag.merged", "tag", *kept, {{"name", name}, {"into", into}});
    return *kept;
}

void renew(persistence::connection& db) {
    if (db.one(sql::renew_some, batch)) jobs::enqueue(db, "tags.renew", "{}");
}

}  // namespace plaza::domain::tags
