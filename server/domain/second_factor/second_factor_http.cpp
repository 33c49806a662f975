// SPDX-License-Identifier: EUPL-1.2
#include "domain/second_factor/second_factor_http.hpp"

#include "base/strict_json.hpp"
#include "domain/identity/account_http.hpp"
#include "domain/identity/identity_http.hpp"
#include "domain/second_factor/second_factor.hpp"

#include <boost/json/serialize.hpp>

namespace plaza::domain::second_factor::http {
namespace {

constexpr base::text_limits code_text{6, 30, false};

/// Runs `work` on a worker and commits whatever it answers: a wrong code has to be remembered.
template <class F>
auto kept(persistence::database& db, F work) {
    auto whole = [work = std::move(work)](persistence::connection& c) {
        persistence::transaction tx(c);
        auto out = work(c);
        tx.commit();
        return out;
    };
    return db.run(std::move(whole));
}

boost::json::array list(std::vector<std::string> const& codes) {
    return boost::json::array(codes.begin(), codes.end());
}

}  // namespace

answer read(call& c) {
    if (auto p = only_parameters(c, {})) return *p;
    auto const now = state_of(c.db, c.actor.person);
    boost::json::object body{{"on", now.on}, {"since", nullptr}, {"recovery_codes", now.codes_left}};
    if (now.since) body["since"] = *now.since;
    return ok(boost::json::serialize(body));
}

boost::asio::awaitable<answer> begin(transport::request const& request, base::actor actor, context with) {
    base::object_reader in(request.body);
    auto password = in.secret("password", identity::longest_password);
    if (auto p = in.problem()) co_return *p;
    auto const right =
        co_await identity::http::right_password(actor, request.client, std::move(password), with.db, with.passwords);
    if (!right) co_return right.error();
    auto work = [actor, issuer = with.env.installation](persistence::connection& c) {
        return second_factor::begin(c, actor, issuer);
    };
    auto const begun = co_await kept(with.db, std::move(work));
    if (!begun) co_return begun.error();
    boost::json::object body{{"secret", begun->secret},
                             {"address", begun->address},
                             {"qr", {{"size", begun->qr.size}, {"path", begun->qr.path}}}};
    co_return ok(boost::json::serialize(body));
}

boost::asio::awaitable<answer> confirm(transport::request const& request, base::actor actor, context with) {
    base::object_reader in(request.body);
    auto code = in.text("code", code_text);
    if (auto p = in.problem()) co_return *p;
    auto work = [actor, address = request.client, code](persistence::connection& c) {
        return second_factor::confirm(c, actor, address, code);
    };
    auto const done = co_await kept(with.db, std::move(work));
    if (!done) co_return done.error();
    boost::json::object body{{"recovery_codes", list(done->codes)}};
    auto r = ok(boost::json::serialize(body));
    r.headers.add("Set-Cookie", identity::http::session_cookie_with(done->token));
    co_return r;
}

boost::asio::awaitable<answer> renew_codes(transport::request const& request, base::actor actor, context with) {
    base::object_reader in(request.body);
    auto code = in.text("code", code_text);
    if (auto p = in.problem()) co_return *p;
    auto work = [actor, who = attempt{actor.person, request.client},
                 code](persistence::connection& c) -> base::result<std::vector<std::string>> {
        if (auto right = try_code(c, who, code); !right) return right.error();
        return second_factor::renew_codes(c, actor);
    };
    auto const done = co_await kept(with.db, std::move(work));
    if (!done) co_return done.error();
    boost::json::object body{{"recovery_codes", list(*done)}};
    co_return ok(boost::json::serialize(body));
}

boost::asio::awaitable<answer> remove(transport::request const& request, base::actor actor, context with) {
    base::object_reader in(request.body);
    auto password = in.secret("password", identity::longest_password);
    auto code = in.text("code", code_text);
    if (auto p = in.problem()) co_return *p;
    auto const right =
        co_await identity::http::right_password(actor, request.client, std::move(password), with.db, with.passwords);
    if (!right) co_return right.error();
    auto work = [actor, who = attempt{actor.person, request.client},
                 code](persistence::connection& c) -> base::result<std::string> {
        if (auto known = try_code(c, who, code); !known) return known.error();
        return second_factor::remove(c, actor);
    };
    auto const token = co_await kept(with.db, std::move(work));
    if (!token) co_return token.error();
    auto r = no_content();
    r.headers.add("Set-Cookie", identity::http::session_cookie_with(*token));
    co_return r;
}

boost::asio::awaitable<answer> finish(transport::request const& request, base::actor actor, context with) {
    base::object_reader in(request.body);
    auto code = in.text("code", code_text);
    if (auto p = in.problem()) co_return *p;
    if (actor.stands == base::standing::suspended) co_return base::forbidden("suspended");
    if (actor.stands != base::standing::second_factor_pending) co_return base::forbidden("wrong_code");
    auto work = [actor, who = attempt{actor.person, request.client},
                 code](persistence::connection& c) -> base::result<identity::started_session> {
        if (auto right = try_code(c, who, code); !right) return right.error();
        return identity::complete_session(c, actor);
    };
    auto const session = co_await kept(with.db, std::move(work));
    if (!session) co_return session.error();
    co_return identity::http::signed_in(*session);
}

}  // namespace plaza::domain::second_factor::http
