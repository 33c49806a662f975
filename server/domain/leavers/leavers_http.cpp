// SPDX-License-Identifier: EUPL-1.2
#include "domain/leavers/leavers_http.hpp"

#include "base/strict_json.hpp"
#include "domain/leavers/leavers.hpp"

namespace plaza::domain::leavers::http {
namespace {

constexpr base::text_limits token_text{20, 100, false};

}  // namespace

answer mail_link(call& c) {
    if (auto p = no_fields(c)) return *p;
    leavers::mail_link(c.db, c.actor);
    transport::response out;
    out.status = 202;
    out.body = "{}";
    return out;
}

answer confirm(call& c) {
    base::object_reader in(c.request.body);
    auto const token = in.text("token", token_text);
    if (auto p = in.problem()) return *p;
    auto const done = leavers::confirm(c.db, token);
    if (!done) return done.error();
    return no_content();
}

}  // namespace plaza::domain::leavers::http
