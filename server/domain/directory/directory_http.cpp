// SPDX-License-Identifier: EUPL-1.2
#include "domain/directory/directory_http.hpp"

#include "base/text.hpp"
#include "domain/directory/directory_sql.hpp"

#include <algorithm>

namespace plaza::domain::directory::http {
namespace {

/// As many of each kind as fit under a box without scrolling.
constexpr int suggestions = 6;

/// The directory is for who belongs to the network; a guest belongs to one group.
std::optional<base::problem> refusal_of_guests(call& c) {
    if (c.db.one(sql::is_guest, c.actor.person)) return base::forbidden("guests_only_their_group");
    return std::nullopt;
}

}  // namespace

answer find(call& c) {
    if (auto p = only_parameters(c, {"q", "skill", "province", "band", "administration", "like_me", "limit", "before"}))
        return *p;
    auto words = words_parameter(c);
    if (!words) return words.error();
    auto skill = base::clean_text(c.request.query_value("skill"), {0, 60, false});
    if (!skill) return base::invalid("skill", skill.error().type);
    auto province = territory_parameter(c, "province");
    if (!province) return province.error();
    auto band = band_parameter(c);
    if (!band) return band.error();
    std::optional<std::int64_t> administration;
    if (auto const value = c.request.query_value("administration"); !value.empty()) {
        administration = id_in(value);
        if (!administration) return base::invalid("administration", "unknown_value");
    }
    auto like_me = choice_parameter(c, "like_me", {"true", "false"});
    if (!like_me) return like_me.error();
    auto page = read_page(c, "directory", 2);
    if (!page) return page.error();
    bool const alike = *like_me == "true";
    if (alike && !c.db.one(sql::has_band, c.actor.person)) return base::invalid("like_me", "no_band");
    std::optional<std::int64_t> tier, last;
    if (!page->after.empty()) {
        tier = page->after[0];
        last = page->after[1];
    }
    if (auto p = refusal_of_guests(c)) return *p;
    auto const found = c.db.one(sql::find, c.actor.person, *words, *skill, *province, *band, administration, alike,
                                tier, last, page->limit);
    return ok(list_body(c, "directory", found.items, next_keys(found.more, {found.last_tier, found.last_id})));
}

answer suggest(call& c) {
    if (auto p = only_parameters(c, {"q"})) return *p;
    auto words = words_parameter(c);
    if (!words) return words.error();
    if (auto p = refusal_of_guests(c)) return *p;
    return ok(c.db.one(sql::suggest, *words, suggestions));
}

}  // namespace plaza::domain::directory::http
