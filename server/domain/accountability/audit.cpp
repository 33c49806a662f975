// SPDX-License-Identifier: EUPL-1.2
#include "domain/accountability/audit.hpp"

#include "domain/accountability/audit_sql.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace plaza::domain::audit {

void write(persistence::connection& db, base::actor const& actor, std::string_view action, std::string_view object_kind,
           std::int64_t object, details readable) {
    boost::json::object out;
    for (auto const& [name, value] : readable) out[name] = value;
    std::optional<std::int64_t> who;
    if (actor.person != 0) who = actor.person;
    db.one(sql::append, who, std::string(action), std::string(object_kind), object, boost::json::serialize(out));
}

std::optional<std::int64_t> first_break(persistence::connection& db) { return db.one(sql::verify); }

}  // namespace plaza::domain::audit
