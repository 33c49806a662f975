// SPDX-License-Identifier: EUPL-1.2
#include "domain/photos/photos_http.hpp"

#include "base/crypto.hpp"
#include "domain/people/people_sql.hpp"
#include "domain/photos/photos_sql.hpp"

#include <boost/algorithm/hex.hpp>

#include <iterator>

namespace plaza::domain::photos::http {
namespace {

std::string hex(std::string_view bytes) {
    std::string out;
    out.reserve(2 * bytes.size());
    boost::algorithm::hex_lower(bytes.begin(), bytes.end(), std::back_inserter(out));
    return out;
}

std::string unhex(std::string_view text) {
    std::string out;
    out.reserve(text.size() / 2);
    boost::algorithm::unhex(text.begin(), text.end(), std::back_inserter(out));
    return out;
}

}  // namespace

boost::asio::awaitable<answer> set(transport::request const& request, base::actor actor, persistence::database& db,
                                   studio& photos) {
    if (request.body.empty()) co_return base::invalid("photo", "required");
    auto const made = co_await photos.develop(request.body);
    if (!made) co_return made.error();
    auto const version = hex(base::random_bytes(8));
    auto store = [actor, version, small = hex(made->small), large = hex(made->large)](persistence::connection& c) {
        persistence::transaction tx(c);
        // The person first, as by whoever suspends or erases them.
        c.row(people::sql::name_locked, actor.person);
        // Developing takes seconds: who sent it may be nobody by now.
        bool const stored = c.run(sql::store, actor.person, version, small, large, actor.session) != 0;
        tx.commit();
        return stored;
    };
    bool const stored = co_await db.run(std::move(store));
    if (!stored) co_return base::unauthenticated();
    co_return ok("{\"photo\":\"" + version + "\"}");
}

answer remove(call& c) {
    if (auto p = no_fields(c)) return *p;
    c.db.row(people::sql::name_locked, c.actor.person);
    c.db.run(sql::drop, c.actor.person);
    return no_content();
}

answer read(call& c) {
    if (auto p = only_parameters(c, {"size", "version"})) return *p;
    auto const size = choice_parameter(c, "size", {"small", "large"});
    if (!size) return size.error();
    auto const id = id_in(c.request.captures[0]);
    if (!id) return base::not_found();
    // Before anything is said of what the reader has already.
    auto const which = size->empty() ? std::string("small") : *size;
    auto const found = c.db.row(sql::shown, c.actor.person, *id, which);
    if (!found) return base::not_found();
    transport::response r;
    auto const tag = "\"" + found->version + "-" + which + "\"";
    r.content_type = "image/jpeg";
    if (base::names_tag(c.request.headers.get("If-None-Match"), tag)) {
        r.status = 304;
    } else {
        r.body = unhex(found->bytes);
    }
    r.headers.add("ETag", tag);
    // A page shows the same people again and again; a line of them asks once in five minutes.
    r.headers.add("Cache-Control", "private, max-age=300");
    r.headers.add("Content-Security-Policy", "default-src 'none'; sandbox");
    return r;
}

}  // namespace plaza::domain::photos::http
