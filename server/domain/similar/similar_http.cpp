// SPDX-License-Identifier: EUPL-1.2
#include "domain/similar/similar_http.hpp"

#include "base/text.hpp"
#include "domain/similar/similar.hpp"
#include "domain/threads/threads.hpp"

namespace plaza::domain::similar::http {

answer find(call& c) {
    if (auto p = only_parameters(c, {"title", "body", "group"})) return *p;
    auto title = base::clean_text(c.request.query_value("title"), {1, threads::longest_title, false});
    if (!title) return base::invalid("title", title.error().type);
    auto text = base::clean_text(c.request.query_value("body"), {0, longest_text, true});
    if (!text) return base::invalid("body", text.error().type);
    auto const group = c.request.query_value("group");
    if (!group.empty() && !valid_slug(group)) return base::invalid("group", "unknown_value");
    return ok(similar::find(c.db, c.actor.person, {std::move(*title), std::move(*text), std::string(group)}));
}

}  // namespace plaza::domain::similar::http
