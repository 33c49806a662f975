// SPDX-License-Identifier: EUPL-1.2
#include "domain/installation/installation.hpp"

#include "domain/installation/installation_sql.hpp"

#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

namespace plaza::domain::installation {

environment load(persistence::connection& db, bool demo_allowed, std::string version) {
    auto const facts = db.one(sql::facts);
    return {base::cursor_codec(facts.cursor_key), facts.name, facts.demo && demo_allowed, std::move(version)};
}

answer describe(environment const& env) {
    boost::json::value const body{{"name", env.installation},
                                  {"demo", env.demo},
                                  {"languages", {"es", "ca", "gl", "eu", "en"}},
                                  {"version", env.version}};
    return ok(boost::json::serialize(body));
}

}  // namespace plaza::domain::installation
