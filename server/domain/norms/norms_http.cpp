// SPDX-License-Identifier: EUPL-1.2
#include "domain/norms/norms_http.hpp"

#include "base/strict_json.hpp"
#include "domain/norms/norms.hpp"
#include "domain/norms/norms_sql.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace plaza::domain::norms::http {
namespace {

/// A key of a norm, and an article, are never longer.
constexpr std::size_t longest_slug = 80;

bool plain(std::string_view text, std::size_t longest) { return text.size() <= longest && domain::valid_slug(text); }

boost::json::value reference_of(std::string_view key) {
    if (key.starts_with("boe-a-") || key.starts_with("doue-l-")) return boost::json::value(title_of(key));
    return nullptr;
}

/// Where the gazette shows it; the consolidated text where there is one.
boost::json::value official_of(std::string_view key) {
    if (!reference_of(key).is_string()) return nullptr;
    std::string const page = key.starts_with("doue-l-") ? "doc" : "act";
    return boost::json::value("https://www.boe.es/buscar/" + page + ".php?id=" + title_of(key));
}

struct shown_norm {
    std::string key;
    std::string title;
    std::string keys;   ///< as an array of PostgreSQL
    std::string names;  ///< JSON
    std::string changes;
    sql::counts_row counts;
};

/// A norm that the table knows is no secret; of any other one learns only by a thread that one may read.
base::result<shown_norm> shown(call& c) {
    auto const& slug = c.request.captures[0];
    if (!plain(slug, longest_slug)) return base::not_found();
    auto const found = c.db.row(sql::find, slug);
    shown_norm norm = found ? shown_norm{found->key, found->title, found->keys, found->names, found->changes, {}}
                            : shown_norm{slug, title_of(slug), "{" + slug + "}", "[]", "[]", {}};
    norm.counts = c.db.one(sql::counts, norm.keys, c.actor.person);
    if (!found && norm.counts.threads == 0) return base::not_found();
    return norm;
}

}  // namespace

answer list(call& c) {
    if (auto p = only_parameters(c, {"q", "limit", "before"})) return *p;
    auto words = words_parameter(c);
    if (!words) return words.error();
    auto page = read_page(c, "norms", 2);
    if (!page) return page.error();
    std::optional<std::int64_t> threads, hash;
    if (!page->after.empty()) {
        threads = page->after[0];
        hash = page->after[1];
    }
    auto const found = c.db.one(sql::list, c.actor.person, *words, threads, hash, page->limit);
    auto items = boost::json::parse(found.items);
    for (auto& item : items.as_array()) {
        auto& one = item.as_object();
        std::string const key(one["slug"].as_string());
        if (one["title"].is_null()) one["title"] = title_of(key);
        one["reference"] = reference_of(key);
    }
    return tagged(
        c, list_body(c, "norms", boost::json::serialize(items), next_keys(found.more, {found.last_a, found.last_b})));
}

answer read(call& c) {
    if (auto p = only_parameters(c, {})) return *p;
    auto const norm = shown(c);
    if (!norm) return norm.error();
    boost::json::object out{{"slug", norm->key},
                            {"title", norm->title},
                            {"reference", reference_of(norm->key)},
                            {"official", official_of(norm->key)},
                            {"names", boost::json::parse(norm->names)},
                            {"changes", boost::json::parse(norm->changes)},
                            {"threads", norm->counts.threads},
                            {"articles", boost::json::parse(norm->counts.articles)}};
    return tagged(c, boost::json::serialize(out));
}

answer threads(call& c) {
    if (auto p = only_parameters(c, {"article", "limit", "before"})) return *p;
    std::string const article(c.request.query_value("article"));
    if (!article.empty() && !is_article(article)) return base::invalid("article", "not_an_article");
    auto page = read_page(c, "norm threads", 2);
    if (!page) return page.error();
    auto const norm = shown(c);
    if (!norm) return norm.error();
    std::optional<std::int64_t> at, id;
    if (!page->after.empty()) {
        at = page->after[0];
        id = page->after[1];
    }
    auto const found = c.db.one(sql::threads, norm->keys, article, c.actor.person, at, id, page->limit);
    return tagged(c, list_body(c, "norm threads", found.items, next_keys(found.more, {found.last_a, found.last_b})));
}

answer console_list(call& c) {
    if (auto p = only_parameters(c, {"q"})) return *p;
    auto words = words_parameter(c);
    if (!words) return words.error();
    return ok(list_body(c, "console norms", c.db.one(sql::console_list, *words), {}));
}

answer add(call& c) {
    constexpr base::text_limits word{1, 40, false};
    base::object_reader in(c.request.body);
    new_norm wanted;
    wanted.title = in.text("title", {1, longest_title, false});
    wanted.reference = in.optional_text("reference", word).value_or("");
    wanted.kind = in.optional_text("kind", word).value_or("");
    wanted.number = in.optional_text("number", word).value_or("");
    wanted.community = in.optional_text("community", word).value_or("");
    if (auto p = in.problem()) return *p;
    auto const key = norms::add(c.db, c.actor, std::move(wanted));
    if (!key) return key.error();
    return created("/api/v1/norms/" + *key, c.db.one(sql::console_shape, *key));
}

answer add_name(call& c) {
    if (auto p = no_fields(c)) return *p;
    auto const& slug = c.request.captures[0];
    auto const done = norms::add_name(c.db, c.actor, slug, c.request.captures[1]);
    if (!done) return done.error();
    return ok(c.db.one(sql::console_shape, slug));
}

answer remove_name(call& c) {
    if (auto p = no_fields(c)) return *p;
    auto const& slug = c.request.captures[0];
    auto const done = norms::remove_name(c.db, c.actor, slug, c.request.captures[1]);
    if (!done) return done.error();
    return ok(c.db.one(sql::console_shape, slug));
}

}  // namespace plaza::domain::norms::http
