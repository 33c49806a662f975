// SPDX-License-Identifier: EUPL-1.2
#include "domain/idempotency/idempotency.hpp"

#include "base/crypto.hpp"
#include "domain/idempotency/idempotency_sql.hpp"

#include <algorithm>

namespace plaza::domain::idempotency {
namespace {

constexpr std::size_t longest_key = 128;

bool valid_key(std::string_view key) {
    return !key.empty() && key.size() <= longest_key && std::all_of(key.begin(), key.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.' ||
               c == ':' || c == '-';
    });
}

}  // namespace

void forget_post(persistence::connection& db, std::int64_t post) { db.run(sql::forget_post, post); }

answer once(call& c, std::string const& route, std::function<answer(call&)> const& handler) {
    if (c.request.headers.count("Idempotency-Key") == 0) return handler(c);
    std::string const key(c.request.headers.get("Idempotency-Key"));
    if (!valid_key(key) || c.request.headers.count("Idempotency-Key") > 1) {
        return base::invalid("Idempotency-Key", "not_a_key");
    }
    if (!c.db.one(sql::lock, c.actor.person, key)) return base::problem{409, "still_running", {}, 1};
    auto const digest = base::sha256_hex(c.request.body);
    if (auto const before = c.db.row(sql::find, c.actor.person, key, route, digest)) {
        if (!before->matches) return base::problem{422, "idempotency_mismatch", {}, {}};
        if (!before->open) return base::not_found();
        transport::response r;
        r.status = static_cast<unsigned>(before->status);
        r.body = before->body;
        if (r.body.empty()) r.content_type.clear();
        if (!before->location.empty()) r.headers.add("Location", before->location);
        return r;
    }
    auto done = handler(c);
    if (done) {
        c.db.run(sql::store, c.actor.person, key, route, digest, static_cast<int>(done->status),
                 std::string(done->headers.get("Location")), done->body, c.subject.group, c.subject.post);
    }
    return done;
}

}  // namespace plaza::domain::idempotency
