// SPDX-License-Identifier: EUPL-1.2
#include "domain/people/people_http.hpp"

#include "base/strict_json.hpp"
#include "domain/people/people.hpp"
#include "domain/people/people_sql.hpp"

#include <algorithm>
#include <chrono>

namespace plaza::domain::people::http {
namespace {

constexpr base::text_limits name_text{1, 120, false};
constexpr base::text_limits about_text{0, 2000, true};
constexpr base::text_limits ask_me_text{0, 300, false};
constexpr base::text_limits phone_text{0, 40, false};
constexpr base::text_limits hours_text{0, 120, false};
constexpr base::text_limits skill_text{1, 60, false};
constexpr base::text_limits language_text{2, 3, false};
constexpr base::text_limits position_text{1, 120, false};
constexpr base::text_limits unit_text{0, 120, false};
constexpr base::text_limits date_text{10, 10, false};

bool phone_number(std::string_view text) {
    constexpr std::string_view marks = "+ ()-.#ext";
    return std::all_of(text.begin(), text.end(),
                       [&](char c) { return (c >= '0' && c <= '9') || marks.find(c) != marks.npos; });
}

/// A day of the calendar as YYYY-MM-DD that has come.
bool past_day(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
    auto const number = [&](std::size_t from, std::size_t length) {
        int out = 0;
        for (std::size_t i = from; i < from + length; ++i) {
            if (text[i] < '0' || text[i] > '9') return -1;
            out = out * 10 + (text[i] - '0');
        }
        return out;
    };
    int const year = number(0, 4), month = number(5, 2), day = number(8, 2);
    if (year < 1900 || month < 1 || day < 1) return false;
    std::chrono::year_month_day const date{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                           std::chrono::day(static_cast<unsigned>(day))};
    // Spain is ahead of UTC: what is today there may be tomorrow here.
    auto const today = std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now() + std::chrono::hours(14));
    return date.ok() && std::chrono::sys_days(date) <= today;
}

std::optional<std::string> read_day(base::object_reader& in, std::string_view name) {
    auto day = in.optional_text(name, date_text);
    if (day && !past_day(*day)) in.refuse(name, "not_a_past_day");
    return day;
}

/// The fields that a new post and a changed one share.
post_held read_post(base::object_reader& in) {
    post_held out;
    out.position = in.text("position", position_text);
    out.unit = in.text("unit", unit_text);
    out.relation = in.choice("relation", {"employee", "elected", "adviser", "external"});
    out.main = in.optional_boolean("main").value_or(false);
    out.since = read_day(in, "since");
    return out;
}

std::optional<std::int64_t> before(std::vector<std::int64_t> const& after, std::size_t at) {
    if (after.empty()) return std::nullopt;
    return after[at];
}

}  // namespace

answer read(call& c) {
    auto const id = id_in(c.request.captures[0]);
    if (!id) return base::not_found();
    auto profile = c.db.row(sql::profile, c.actor.person, c.db.one(sql::standing_for, *id));
    if (!profile) return base::not_found();
    return tagged(c, std::move(*profile));
}

answer contributions(call& c) {
    if (auto p = only_parameters(c, {"limit", "before"})) return *p;
    auto id = id_in(c.request.captures[0]);
    if (!id) return base::not_found();
    auto page = read_page(c, "contributions", 2);
    if (!page) return page.error();
    id = c.db.one(sql::standing_for, *id);
    if (!c.db.one(sql::known, c.actor.person, *id)) return base::not_found();
    auto const found =
        c.db.one(sql::contributions, c.actor.person, *id, before(page->after, 0), before(page->after, 1), page->limit);
    return ok(list_body(c, "contributions", found.items, next_keys(found.more, {found.last_at, found.last_id})));
}

answer own(call& c) { return tagged(c, c.db.one(sql::own_profile, c.actor.person)); }

answer save(call& c) {
    base::object_reader in(c.request.body);
    profile wanted;
    wanted.name = in.text("name", name_text);
    wanted.about = in.text("about", about_text);
    wanted.ask_me = in.text("ask_me", ask_me_text);
    wanted.phone = in.text("phone", phone_text);
    wanted.hours = in.text("hours", hours_text);
    wanted.skills = in.text_list("skills", skill_text, most_skills);
    wanted.languages = in.text_list("languages", language_text, most_languages);
    for (std::size_t i = 0; i < chosen_fields.size(); ++i) {
        auto const name = std::string(chosen_fields[i]) + "_for";
        // A page from before there were photos names seven.
        wanted.audiences[i] = chosen_fields[i] == "photo"
                                  ? in.optional_choice(name, {"network", "administration", "groups", "nobody"})
                                  : in.choice(name, {"network", "administration", "groups", "nobody"});
    }
    if (!phone_number(wanted.phone)) in.refuse("phone", "not_a_phone");
    for (auto const& language : wanted.languages) {
        if (!std::all_of(language.begin(), language.end(), [](char l) { return l >= 'a' && l <= 'z'; })) {
            in.refuse("languages", "unknown_value");
        }
    }
    if (auto p = in.problem()) return *p;
    auto const saved = people::save(c.db, c.actor, std::move(wanted), c.request.headers.get("If-Match"));
    if (!saved) return saved.error();
    return ok(c.db.one(sql::own_profile, c.actor.person));
}

answer add_post(call& c) {
    auto const id = id_in(c.request.captures[0]);
    if (!id) return base::not_found();
    base::object_reader in(c.request.body);
    auto wanted = read_post(in);
    wanted.administration = in.integer("administration");
    if (auto p = in.problem()) return *p;
    auto const post = people::add_post(c.db, c.actor, *id, std::move(wanted));
    if (!post) return post.error();
    return created("/api/v1/people/" + std::to_string(*id), *c.db.row(sql::profile, c.actor.person, *id));
}

answer change_post(call& c) {
    auto const id = id_in(c.request.captures[0]);
    auto const post = id_in(c.request.captures[1]);
    if (!id || !post) return base::not_found();
    base::object_reader in(c.request.body);
    auto wanted = read_post(in);
    wanted.until = read_day(in, "until");
    if (wanted.since && wanted.until && *wanted.until < *wanted.since) in.refuse("until", "before_its_beginning");
    if (auto p = in.problem()) return *p;
    auto const changed = people::change_post(c.db, c.actor, *id, *post, std::move(wanted));
    if (!changed) return changed.error();
    return ok(*c.db.row(sql::profile, c.actor.person, *id));
}

}  // namespace plaza::domain::people::http
