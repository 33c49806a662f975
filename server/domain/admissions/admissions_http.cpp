// SPDX-License-Identifier: EUPL-1.2
#include "domain/admissions/admissions_http.hpp"

#include "base/strict_json.hpp"
#include "domain/admissions/admissions.hpp"
#include "domain/admissions/admissions_sql.hpp"

namespace plaza::domain::admissions::http {
namespace {

using groups::need;

constexpr base::text_limits word{1, longest_word, false};

}  // namespace

answer list(call& c) {
    if (auto p = only_parameters(c, {})) return *p;
    auto const group = groups::access_group(c.db, c.actor, c.request.captures[0], need::host);
    if (!group) return group.error();
    return ok(list_body(c, "membership_rules", c.db.one(sql::list, group->id()), {}));
}

answer add(call& c) {
    base::object_reader in(c.request.body);
    rule wanted;
    wanted.administration = in.optional_integer("administration");
    wanted.level = in.optional_choice("level", {"municipality", "minor-entity", "county", "association", "province",
                                                "island", "region", "state", "university", "other"});
    wanted.band =
        in.optional_choice("band", {"lt1000", "1000-4999", "5000-19999", "20000-49999", "50000-99999", "ge100000"});
    wanted.province = in.optional_text("province", word);
    wanted.relation = in.optional_choice("relation", {"employee", "elected", "adviser", "external"});
    wanted.skill = in.optional_text("skill", word);
    auto const refused = in.problem();
    auto const group = groups::access_group(c.db, c.actor, c.request.captures[0], need::own);
    if (!group) return group.error();
    if (refused) return *refused;
    auto const done = admissions::add(c.db, c.actor, *group, std::move(wanted));
    if (!done) return done.error();
    auto const id = std::to_string(done->id);
    return created("/api/v1/groups/" + group->slug() + "/membership-rules/" + id,
                   "{\"id\":" + id + ",\"coming\":" + std::to_string(done->coming) + "}");
}

answer drop(call& c) {
    if (auto p = no_fields(c)) return *p;
    auto const id = id_in(c.request.captures[1]);
    auto const group = groups::access_group(c.db, c.actor, c.request.captures[0], need::own);
    if (!group) return group.error();
    if (!id) return base::not_found();
    auto const done = admissions::drop(c.db, c.actor, *group, *id);
    if (!done) return done.error();
    return no_content();
}

}  // namespace plaza::domain::admissions::http
