// SPDX-License-Identifier: EUPL-1.2
#include "domain/tags/tags_http.hpp"

#include "base/strict_json.hpp"
#include "base/text.hpp"
#include "domain/tags/tags.hpp"
#include "domain/tags/tags_sql.hpp"
#include "domain/threads/threads.hpp"

namespace plaza::domain::tags::http {
namespace {

/// The name as it is stored, or nothing for what no tag can be called.
std::optional<std::string> name_in(std::string_view text) {
    auto const cleaned = base::clean_text(std::string(text), {1, threads::longest_tag, false});
    if (!cleaned) return std::nullopt;
    auto name = base::lower(*cleaned);
    if (!threads::valid_tag(name)) return std::nullopt;
    return name;
}

base::result<std::int64_t> tag_of(call& c) {
    auto const name = name_in(c.request.captures[0]);
    if (!name) return base::not_found();
    return known(c.db, c.actor, *name);
}

/// What the tag was when it was read.
std::optional<std::string> version_in(base::object_reader& in) {
    if (!in.has("version")) return std::nullopt;
    return in.text("version", {0, 32, false});
}

}  // namespace

answer read(call& c) {
    if (auto p = only_parameters(c, {})) return *p;
    auto const tag = tag_of(c);
    if (!tag) return tag.error();
    return tagged(c, c.db.one(sql::shape, *tag));
}

answer threads(call& c) {
    if (auto p = only_parameters(c, {"limit", "before"})) return *p;
    auto page = read_page(c, "tag_threads", 2);
    if (!page) return page.error();
    auto const tag = tag_of(c);
    if (!tag) return tag.error();
    std::optional<std::int64_t> at, id;
    if (!page->after.empty()) {
        at = page->after[0];
        id = page->after[1];
    }
    auto const found = c.db.one(sql::threads, *tag, c.actor.person, at, id, page->limit);
    return tagged(c, list_body(c, "tag_threads", found.items, next_keys(found.more, {found.last_a, found.last_b})));
}

answer console_list(call& c) {
    if (auto p = only_parameters(c, {"q"})) return *p;
    auto words = words_parameter(c);
    if (!words) return words.error();
    if (auto const may = may_keep(c.db, c.actor); !may) return may.error();
    return ok(list_body(c, "console tags", c.db.one(sql::console_list, *words), {}));
}

answer keep(call& c) {
    base::object_reader in(c.request.body);
    auto const description = in.text("description", {0, longest_description, false});
    auto const version = version_in(in);
    std::vector<other_name> names;
    for (std::string const language : {"es", "ca", "gl", "eu", "en"}) {
        for (auto& name : in.text_list(language, {1, longest_name, false}, most_names)) {
            names.push_back({language, std::move(name)});
        }
    }
    auto const refused = in.problem();
    if (auto const may = may_keep(c.db, c.actor); !may) return may.error();
    auto const name = name_in(c.request.captures[0]);
    if (!name) return base::not_found();
    if (refused) return *refused;
    auto const tag = tags::keep(c.db, c.actor, *name, description, names, version);
    if (!tag) return tag.error();
    return ok(c.db.one(sql::shape, *tag));
}

answer merge(call& c) {
    base::object_reader in(c.request.body);
    auto const into = in.text("into", {1, threads::longest_tag, false});
    auto const version = version_in(in);
    auto const refused = in.problem();
    if (auto const may = may_keep(c.db, c.actor); !may) return may.error();
    auto const name = name_in(c.request.captures[0]);
    if (!name) return base::not_found();
    if (refused) return *refused;
    auto const tag = tags::merge(c.db, c.actor, *name, base::lower(into), version);
    if (!tag) return tag.error();
    return ok(c.db.one(sql::shape, *tag));
}

}  // namespace plaza::domain::tags::http
