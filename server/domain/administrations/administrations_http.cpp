// SPDX-License-Identifier: EUPL-1.2
#include "domain/administrations/administrations_http.hpp"

#include "domain/administrations/administrations_sql.hpp"

#include <algorithm>

namespace plaza::domain::administrations::http {

answer list(call& c) {
    if (auto p = only_parameters(c, {"q", "province", "band", "limit", "before"})) return *p;
    auto words = words_parameter(c);
    if (!words) return words.error();
    auto const province = c.request.query_value("province");
    bool const digits = std::all_of(province.begin(), province.end(), [](char d) { return d >= '0' && d <= '9'; });
    if (!province.empty() && (province.size() != 2 || !digits)) return base::invalid("province", "unknown_value");
    auto band = choice_parameter(
        c, "band", {"lt1000", "1000-4999", "5000-19999", "20000-49999", "50000-99999", "ge100000"});
    if (!band) return band.error();
    auto page = read_page(c, "administrations", 1);
    if (!page) return page.error();
    std::optional<std::int64_t> after;
    if (!page->after.empty()) after = page->after[0];
    auto const found = c.db.one(sql::list, *words, std::string(province), *band, after, page->limit);
    return ok(list_body(c, "administrations", found.items, next_keys(found.more, {found.last_id})));
}

}  // namespace plaza::domain::administrations::http
