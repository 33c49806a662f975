// SPDX-License-Identifier: EUPL-1.2
#include "domain/kit/kit_http.hpp"

#include "base/markdown.hpp"
#include "base/strict_json.hpp"
#include "domain/kit/kit.hpp"
#include "domain/kit/kit_sql.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include <limits>

namespace plaza::domain::kit::http {
namespace {

constexpr base::text_limits title_text{1, longest_title, false};
constexpr base::text_limits body_text{1, longest_body, true};

}  // namespace

answer list(call& c) {
    if (auto p = only_parameters(c, {"kind"})) return *p;
    auto const kind = choice_parameter(c, "kind", {"policy", "welcome", "template", "prompt"});
    if (!kind) return kind.error();
    auto texts = boost::json::parse(c.db.one(sql::list, *kind, c.actor.administrator));
    for (auto& text : texts.as_array()) {
        auto& one = text.as_object();
        one["html"] = base::to_html_or_verbatim(std::string(one["body"].as_string()));
    }
    return ok(list_body(c, "texts", boost::json::serialize(texts), {}));
}

answer change(call& c) {
    base::object_reader in(c.request.body);
    new_text wanted;
    wanted.title = in.text("title", title_text);
    wanted.body = in.text("body", body_text);
    wanted.version = static_cast<int>(in.integer("version", 1, std::numeric_limits<int>::max()));
    if (auto p = in.problem()) return *p;
    auto const done = kit::change(c.db, c.actor, c.request.captures[0], std::move(wanted));
    if (!done) return done.error();
    return no_content();
}

}  // namespace plaza::domain::kit::http
