// SPDX-License-Identifier: EUPL-1.2
#include "domain/search/search_http.hpp"

#include "base/text.hpp"
#include "domain/directory/directory_sql.hpp"
#include "domain/search/search.hpp"
#include "domain/search/search_sql.hpp"
#include "domain/threads/threads.hpp"

namespace plaza::domain::search::http {

answer find(call& c) {
    if (auto p =
            only_parameters(c, {"q", "kind", "group", "tag", "state", "band", "norm", "like_me", "limit", "before"}))
        return *p;
    auto words = words_parameter(c);
    if (!words) return words.error();
    if (words->empty()) return base::invalid("q", "required");
    auto kind =
        choice_parameter(c, "kind", {"question", "update", "article", "announcement", "poll", "event", "thanks"});
    if (!kind) return kind.error();
    auto state = choice_parameter(c, "state", {"unanswered", "answered", "solved"});
    if (!state) return state.error();
    auto const group = c.request.query_value("group");
    if (!group.empty() && !valid_slug(group)) return base::invalid("group", "unknown_value");
    auto tag = base::clean_text(c.request.query_value("tag"), {0, threads::longest_tag, false});
    if (!tag) return base::invalid("tag", tag.error().type);
    auto band = band_parameter(c);
    if (!band) return band.error();
    auto norm = norms::asked_for(c.db, c.request.query_value("norm"));
    if (!norm) return norm.error();
    auto like_me = choice_parameter(c, "like_me", {"true", "false"});
    if (!like_me) return like_me.error();
    auto page = read_page(c, "search", 2);
    if (!page) return page.error();
    bool const alike = *like_me == "true";
    if (alike && !c.db.one(directory::sql::has_band, c.actor.person)) return base::invalid("like_me", "no_band");
    question const asked{std::move(*words), std::string(group), std::move(*kind), base::lower(*tag),
                         std::move(*state), std::move(*band),   std::move(*norm), alike};
    auto found = search::find(c.db, c.actor.person, asked, *page);
    return ok(list_body(c, "search", found.items, found.next));
}

answer tags(call& c) {
    if (auto p = only_parameters(c, {"q", "limit", "before"})) return *p;
    auto words = words_parameter(c);
    if (!words) return words.error();
    auto page = read_page(c, "tags", 1);
    if (!page) return page.error();
    std::optional<std::int64_t> after;
    if (!page->after.empty()) after = page->after[0];
    auto const found = c.db.one(sql::tags, c.actor.person, *words, after, page->limit);
    return ok(list_body(c, "tags", found.items, next_keys(found.more, {found.last_id})));
}

}  // namespace plaza::domain::search::http
