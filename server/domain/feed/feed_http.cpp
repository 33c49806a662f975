// SPDX-License-Identifier: EUPL-1.2
#include "domain/feed/feed_http.hpp"

#include "base/text.hpp"
#include "domain/directory/directory_sql.hpp"
#include "domain/feed/feed_sql.hpp"
#include "domain/norms/norms.hpp"
#include "domain/threads/threads.hpp"

namespace plaza::domain::feed::http {
namespace {

/// Groups have no longer ones.
bool slug(std::string_view text) {
    constexpr std::size_t longest = 80;
    return text.size() <= longest && valid_slug(text);
}

/// What a page stands before.
std::pair<std::optional<std::int64_t>, std::optional<std::int64_t>> place(page const& p) {
    if (p.after.empty()) return {};
    return {p.after[0], p.after[1]};
}

}  // namespace

answer read(call& c) {
    if (auto p = only_parameters(c, {"view", "kind", "state", "group", "tag", "norm", "like_me", "limit", "before"}))
        return *p;
    auto view = choice_parameter(c, "view", {"recent"});
    if (!view) return view.error();
    auto kind =
        choice_parameter(c, "kind", {"question", "update", "article", "announcement", "poll", "event", "thanks"});
    if (!kind) return kind.error();
    auto state = choice_parameter(c, "state", {"unanswered", "answered", "solved"});
    if (!state) return state.error();
    std::string const group(c.request.query_value("group"));
    if (!group.empty() && !slug(group)) return base::invalid("group", "unknown_value");
    auto tag = base::clean_text(c.request.query_value("tag"), {0, threads::longest_tag, false});
    if (!tag) return base::invalid("tag", tag.error().type);
    std::string const name = base::lower(*tag);
    if (!name.empty() && !threads::valid_tag(name)) return base::invalid("tag", "not_a_tag");
    auto const cited = norms::asked_for(c.db, c.request.query_value("norm"));
    if (!cited) return cited.error();
    auto const& [norm, article] = *cited;
    auto like_me = choice_parameter(c, "like_me", {"true", "false"});
    if (!like_me) return like_me.error();
    bool const alike = *like_me == "true";
    // A cursor belongs to what was asked for: with another filter it would leave out what came before it there.
    std::string asked = "feed";
    for (auto const& part : {*kind, *state, group, name, norm, article}) asked.append(" ").append(part);
    if (alike) asked.append(" alike");
    bool const narrowed = alike || !(*kind + *state + group + name + norm).empty();
    auto const purpose = narrowed ? "feed " + base::content_tag(asked) : std::string("feed");
    auto page = read_page(c, purpose, 2);
    if (!page) return page.error();
    if (alike && !c.db.one(directory::sql::has_band, c.actor.person)) return base::invalid("like_me", "no_band");
    auto const [at, id] = place(*page);
    auto const found =
        c.db.one(sql::page, c.actor.person, *kind, *state, group, name, norm, article, alike, at, id, page->limit);
    return tagged(c, list_body(c, purpose, found.items, next_keys(found.more, {found.last_at, found.last_id})));
}

answer for_you(call& c) {
    constexpr auto purpose = "feed for you";
    if (auto p = only_parameters(c, {"limit", "before"})) return *p;
    auto page = read_page(c, purpose, 2);
    if (!page) return page.error();
    auto const [at, id] = place(*page);
    auto const found = c.db.one(sql::for_you, c.actor.person, at, id, page->limit);
    return tagged(c, list_body(c, purpose, found.items, next_keys(found.more, {found.last_at, found.last_id})));
}

answer away(call& c) {
    if (auto p = only_parameters(c, {})) return *p;
    return tagged(c, c.db.one(sql::away, c.actor.person));
}

answer put_away(call& c) {
    if (auto p = no_fields(c)) return *p;
    c.db.run(sql::put_away, c.actor.person);
    return no_content();
}

}  // namespace plaza::domain::feed::http
