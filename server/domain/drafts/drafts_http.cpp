// SPDX-License-Identifier: EUPL-1.2
#include "domain/drafts/drafts_http.hpp"

#include "base/strict_json.hpp"
#include "domain/drafts/drafts.hpp"
#include "domain/drafts/drafts_sql.hpp"

#include <algorithm>

namespace plaza::domain::drafts::http {

base::result<std::string> place_of(call& c) {
    auto const& place = c.request.captures[0];
    auto const visible = [](char one) { return one > ' ' && one <= '~'; };
    if (place.empty() || place.size() > longest_place || !std::all_of(place.begin(), place.end(), visible)) {
        return base::not_found();
    }
    return place;
}

bool of_actor(call& c) { return id_in(c.request.query_value("person")) == c.actor.person; }

answer list(call& c) {
    if (auto p = only_parameters(c, {"person"})) return *p;
    if (!of_actor(c)) return base::invalid("person", "not_yours");
    auto const found = c.db.one(sql::list, c.actor.person, most_ended);
    return tagged(c, R"({"items":)" + found.items + R"(,"ended":)" + found.ended + R"(,"next":null})");
}

answer read(call& c) {
    if (auto p = only_parameters(c, {"person"})) return *p;
    if (!of_actor(c)) return base::invalid("person", "not_yours");
    auto const place = place_of(c);
    if (!place) return place.error();
    auto const found = c.db.row(sql::read, c.actor.person, *place);
    if (!found) return base::not_found();
    return tagged(c, *found);
}

answer save(call& c) {
    base::object_reader in(c.request.body);
    draft wanted;
    wanted.fields = in.texts("fields", most_fields, most_bytes);
    wanted.page = in.text("page", {0, longest_page, false});
    wanted.version = in.integer("version", 0);
    if (in.integer("person") != c.actor.person) in.refuse("person", "not_yours");
    if (auto p = in.problem()) return *p;
    auto const place = place_of(c);
    if (!place) return place.error();
    wanted.place = *place;
    auto const version = drafts::save(c.db, c.actor, wanted);
    if (!version) return version.error();
    return ok(R"({"version":)" + std::to_string(*version) + "}");
}

answer remove(call& c) {
    if (auto p = only_parameters(c, {"person", "version"})) return *p;
    if (!of_actor(c)) return base::invalid("person", "not_yours");
    auto const place = place_of(c);
    if (!place) return place.error();
    auto const version = id_in(c.request.query_value("version"));
    if (!version) return base::invalid("version", "required");
    c.db.run(sql::remove, c.actor.person, *place, *version);
    return no_content();
}

}  // namespace plaza::domain::drafts::http
