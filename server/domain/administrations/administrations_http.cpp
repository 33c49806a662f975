// SPDX-License-Identifier: EUPL-1.2
#include "domain/administrations/administrations_http.hpp"

#include "domain/administrations/administrations_sql.hpp"

namespace plaza::domain::administrations::http {

answer list(call& c) {
    if (auto p = only_parameters(c, {"q", "province", "band", "level", "region", "limit", "before"})) return *p;
    auto words = words_parameter(c);
    if (!words) return words.error();
    auto province = territory_parameter(c, "province");
    if (!province) return province.error();
    auto region = territory_parameter(c, "region");
    if (!region) return region.error();
    auto band = band_parameter(c);
    if (!band) return band.error();
    auto level = choice_parameter(c, "level",
                                  {"municipality", "minor-entity", "county", "association", "province", "island",
                                   "region", "state", "university", "other"});
    if (!level) return level.error();
    auto page = read_page(c, "administrations", 1);
    if (!page) return page.error();
    std::optional<std::int64_t> after;
    if (!page->after.empty()) after = page->after[0];
    auto const found = c.db.one(sql::list, *words, *province, *band, *level, *region, after, page->limit);
    return ok(list_body(c, "administrations", found.items, next_keys(found.more, {found.last_id})));
}

answer read(call& c) {
    auto const id = id_in(c.request.captures[0]);
    if (!id) return base::not_found();
    auto shape = c.db.row(sql::one, c.actor.person, c.actor.administrator, *id);
    if (!shape) return base::not_found();
    return tagged(c, std::move(*shape));
}

answer questions(call& c) {
    if (auto p = only_parameters(c, {"limit", "before"})) return *p;
    auto const id = id_in(c.request.captures[0]);
    if (!id) return base::not_found();
    auto page = read_page(c, "administration_questions", 2);
    if (!page) return page.error();
    if (!c.db.one(sql::known, *id)) return base::not_found();
    std::optional<std::int64_t> at, last;
    if (!page->after.empty()) {
        at = page->after[0];
        last = page->after[1];
    }
    auto const found = c.db.one(sql::questions, c.actor.person, *id, at, last, page->limit);
    return ok(
        list_body(c, "administration_questions", found.items, next_keys(found.more, {found.last_at, found.last_id})));
}

}  // namespace plaza::domain::administrations::http
