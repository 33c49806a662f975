// SPDX-License-Identifier: EUPL-1.2
#include "domain/first_steps/first_steps.hpp"

#include "domain/first_steps/first_steps_sql.hpp"

namespace plaza::domain::first_steps {

void begin(persistence::connection& db, std::int64_t person) { db.run(sql::begin, person); }

void set_open(persistence::connection& db, base::actor const& actor, bool open) {
    db.run(sql::set_open, actor.person, open);
}

base::result<void> mark(persistence::connection& db, base::actor const& actor, std::string const& step,
                        std::string const& state) {
    if (step != "post" && step != "subjects" && step != "groups" && step != "level") return base::not_found();
    db.run(sql::mark, actor.person, step, state);
    return {};
}

void choose_level(persistence::connection& db, base::actor const& actor, std::string const& level) {
    db.one(sql::level_locked, actor.person);
    db.run(sql::set_level, actor.person, level);
    db.run(sql::level_of_groups, actor.person, level);
}

}  // namespace plaza::domain::first_steps
