// SPDX-License-Identifier: EUPL-1.2
#include "domain/identity/account_http.hpp"

#include "base/strict_json.hpp"
#include "domain/identity/identity_http.hpp"

#include <boost/json/serialize.hpp>

namespace plaza::domain::identity::http {

answer sessions(call& c) {
    if (auto p = only_parameters(c, {})) return *p;
    boost::json::object body{{"items", sessions_of(c.db, c.actor)}, {"next", nullptr}};
    return ok(boost::json::serialize(body));
}

answer accept_policy(call& c) {
    if (auto p = no_fields(c)) return *p;
    if (c.actor.stands != base::standing::policy_pending) {
        if (auto refusal = incomplete(c.actor)) return *refusal;
    }
    identity::accept_policy(c.db, c.actor);
    return no_content();
}

answer end_one_session(call& c) {
    if (auto p = no_fields(c)) return *p;
    auto const session = id_in(c.request.captures[0]);
    if (!session) return base::not_found();
    auto ended = end_session_of(c.db, c.actor, *session);
    if (!ended) return ended.error();
    return no_content();
}

answer end_other_sessions(call& c) {
    if (auto p = no_fields(c)) return *p;
    identity::end_other_sessions(c.db, c.actor);
    return no_content();
}

boost::asio::awaitable<base::result<std::string>> right_password(base::actor actor, std::string address,
                                                                 std::string password, persistence::database& db,
                                                                 password_pool& passwords) {
    auto look = [actor, address](persistence::connection& c) { return look_up_own(c, actor, address); };
    auto const own = co_await db.run(std::move(look));
    if (own.known.wait > 0) co_return base::problem{429, "too_many_requests", {}, own.known.wait};
    std::optional<std::string> stored;
    if (own.known.credential) stored = own.known.credential->password;
    auto const checked = co_await passwords.check(std::move(password), stored);
    if (!checked) co_return base::unavailable();
    if (!checked->right) {
        auto fail = [attempt = own.attempt](persistence::connection& c) {
            persistence::transaction tx(c);
            note_failure(c, attempt);
            tx.commit();
            return true;
        };
        co_await db.run(std::move(fail));
        co_return base::forbidden("wrong_password");
    }
    co_return *stored;
}

boost::asio::awaitable<answer> change_password(transport::request const& request, base::actor actor,
                                               persistence::database& db, password_pool& passwords,
                                               environment const& env) {
    base::object_reader in(request.body);
    auto current = in.secret("current", longest_password);
    auto wanted = in.secret("new", longest_password);
    if (current.size() > longest_password) in.refuse("current", "too_long");
    if (auto p = in.problem()) co_return *p;
    auto fault = password_fault(wanted);
    if (!fault && wanted == demo_password && !env.demo) fault = "common";
    if (!fault && wanted == current) fault = "unchanged";
    if (fault) co_return base::invalid("new", *fault);

    auto before = co_await right_password(actor, request.client, std::move(current), db, passwords);
    if (!before) co_return before.error();
    auto hash = co_await passwords.hash(std::move(wanted));
    if (!hash) co_return base::unavailable();
    auto store = [actor, before = *before, hash = *hash](persistence::connection& c) {
        persistence::transaction tx(c);
        auto token = identity::change_password(c, actor, before, hash);
        if (token) tx.commit();
        return token;
    };
    auto const token = co_await db.run(std::move(store));
    if (!token) co_return token.error();
    auto r = no_content();
    r.headers.add("Set-Cookie", session_cookie_with(*token));
    co_return r;
}

}  // namespace plaza::domain::identity::http
