// SPDX-License-Identifier: EUPL-1.2
#include "domain/first_steps/first_steps_http.hpp"

#include "base/strict_json.hpp"
#include "domain/first_steps/first_steps.hpp"
#include "domain/first_steps/first_steps_sql.hpp"

namespace plaza::domain::first_steps::http {

answer read(call& c) {
    if (auto p = only_parameters(c, {})) return *p;
    return tagged(c, c.db.one(sql::read, c.actor.person));
}

answer set_open(call& c) {
    base::object_reader in(c.request.body);
    auto const open = in.boolean("open");
    if (auto p = in.problem()) return *p;
    first_steps::set_open(c.db, c.actor, open);
    return ok(c.db.one(sql::read, c.actor.person));
}

answer mark(call& c) {
    base::object_reader in(c.request.body);
    auto const state = in.choice("state", {"open", "done", "skipped"});
    if (auto p = in.problem()) return *p;
    auto const marked = first_steps::mark(c.db, c.actor, std::string(c.request.captures[0]), state);
    if (!marked) return marked.error();
    return ok(c.db.one(sql::read, c.actor.person));
}

answer suggested(call& c) {
    if (auto p = only_parameters(c, {})) return *p;
    return tagged(c, c.db.one(sql::suggested, c.actor.person, most_neighbours, most_suggested));
}

answer choose_level(call& c) {
    base::object_reader in(c.request.body);
    auto const level = in.choice("level", {"everything", "questions", "mentions", "muted"});
    if (auto p = in.problem()) return *p;
    first_steps::choose_level(c.db, c.actor, level);
    return no_content();
}

}  // namespace plaza::domain::first_steps::http
