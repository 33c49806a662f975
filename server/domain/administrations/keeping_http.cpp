// SPDX-License-Identifier: EUPL-1.2
#include "domain/administrations/keeping_http.hpp"

#include "base/strict_json.hpp"
#include "domain/administrations/codes.hpp"
#include "domain/administrations/keeping.hpp"
#include "domain/administrations/keeping_sql.hpp"

#include <limits>

namespace plaza::domain::administrations::http {
namespace {

constexpr base::text_limits name_text{1, longest_name, false};
constexpr base::text_limits code_text{1, 20, false};
constexpr base::text_limits website_text{0, longest_website, false};
/// The statistics institute gives towns five digits and smaller entities up to eleven.
constexpr std::size_t shortest_ine = 2, longest_ine = 11;

void check_date(base::object_reader& in, std::string_view name, std::optional<std::string> const& date) {
    if (date && !valid_date(*date)) in.refuse(name, "not_a_moment");
}

bool web_address(std::string_view text) {
    return (text.starts_with("https://") || text.starts_with("http://")) && text.find(' ') == text.npos &&
           text.find('.') != text.npos;
}

/// Reads all fields; the caller asks for problems, after the version where there is one.
description read_description(base::object_reader& in) {
    description w;
    auto const dir3 = in.text("dir3", code_text);
    w.dir3 = dir3_code(dir3).value_or("");
    if (!dir3.empty() && w.dir3.empty()) in.refuse("dir3", "not_a_code");
    w.name = in.text("name", name_text);
    w.level = in.choice("level", {"municipality", "minor-entity", "county", "association", "province", "island",
                                  "region", "state", "university", "other"});
    w.website = in.optional_text("website", website_text).value_or("");
    if (!w.website.empty() && !web_address(w.website)) in.refuse("website", "not_a_web_address");
    w.ine = in.optional_text("ine", code_text);
    if (w.ine && (!all_digits(*w.ine) || w.ine->size() < shortest_ine || w.ine->size() > longest_ine)) {
        in.refuse("ine", "not_a_code");
    }
    w.province_id = in.optional_text("province_id", code_text);
    if (w.province_id && !find_province(*w.province_id)) in.refuse("province_id", "unknown");
    w.region_id = in.optional_text("region_id", code_text);
    if (w.region_id && !find_region(*w.region_id)) in.refuse("region_id", "unknown");
    w.population = in.optional_integer("population", 0, most_inhabitants);
    w.parent = in.optional_integer("parent");
    w.successor = in.optional_integer("successor");
    w.valid_from = in.optional_text("valid_from", code_text);
    w.valid_to = in.optional_text("valid_to", code_text);
    check_date(in, "valid_from", w.valid_from);
    check_date(in, "valid_to", w.valid_to);
    if (w.valid_from && w.valid_to && *w.valid_to < *w.valid_from) in.refuse("valid_to", "before_its_beginning");
    return w;
}

answer outcome(call& c, std::int64_t id, base::result<void> const& done) {
    if (!done) return done.error();
    return ok(c.db.one(sql::console_shape, id));
}

}  // namespace

answer console_list(call& c) {
    if (auto p = only_parameters(c, {"q", "province", "level", "band", "ended", "limit", "before"})) return *p;
    auto words = words_parameter(c);
    if (!words) return words.error();
    auto province = territory_parameter(c, "province");
    if (!province) return province.error();
    auto band = band_parameter(c);
    if (!band) return band.error();
    auto level = choice_parameter(c, "level",
                                  {"municipality", "minor-entity", "county", "association", "province", "island",
                                   "region", "state", "university", "other"});
    if (!level) return level.error();
    auto ended = choice_parameter(c, "ended", {"true", "false"});
    if (!ended) return ended.error();
    auto page = read_page(c, "console_administrations", 1);
    if (!page) return page.error();
    std::optional<std::int64_t> after;
    if (!page->after.empty()) after = page->after[0];
    auto const found =
        c.db.one(sql::console_list, *words, *province, *level, *band, *ended == "true", after, page->limit);
    return ok(list_body(c, "console_administrations", found.items, next_keys(found.more, {found.last_id})));
}

answer console_read(call& c) {
    auto const id = id_in(c.request.captures[0]);
    if (!id) return base::not_found();
    auto shape = c.db.row(sql::console_shape, *id);
    if (!shape) return base::not_found();
    return ok(std::move(*shape));
}

answer create(call& c) {
    base::object_reader in(c.request.body);
    auto wanted = read_description(in);
    if (auto p = in.problem()) return *p;
    auto const id = administrations::create(c.db, c.actor, std::move(wanted));
    if (!id) return id.error();
    return created("/api/v1/console/administrations/" + std::to_string(*id), c.db.one(sql::console_shape, *id));
}

answer change(call& c) {
    auto const id = id_in(c.request.captures[0]);
    if (!id) return base::not_found();
    base::object_reader in(c.request.body);
    auto wanted = read_description(in);
    auto const version = static_cast<int>(in.integer("version", 1, std::numeric_limits<int>::max()));
    if (auto p = in.problem()) return *p;
    return outcome(c, *id, administrations::change(c.db, c.actor, *id, version, std::move(wanted)));
}

answer add_domain(call& c) {
    if (auto p = no_fields(c)) return *p;
    auto const id = id_in(c.request.captures[0]);
    if (!id) return base::not_found();
    return outcome(c, *id, administrations::add_domain(c.db, c.actor, *id, c.request.captures[1]));
}

answer remove_domain(call& c) {
    if (auto p = no_fields(c)) return *p;
    auto const id = id_in(c.request.captures[0]);
    if (!id) return base::not_found();
    return outcome(c, *id, administrations::remove_domain(c.db, c.actor, *id, c.request.captures[1]));
}

}  // namespace plaza::domain::administrations::http
