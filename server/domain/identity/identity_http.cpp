// SPDX-License-Identifier: EUPL-1.2
#include "domain/identity/identity_http.hpp"

#include "base/strict_json.hpp"
#include "domain/identity/identity.hpp"
#include "domain/identity/identity_sql.hpp"
#include "domain/leavers/leavers.hpp"
#include "domain/second_factor/second_factor.hpp"

namespace plaza::domain::identity::http {
namespace {

std::string cookie(std::string const& token, std::chrono::seconds life) {
    return std::string(session_cookie) + "=" + token +
           "; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=" + std::to_string(life.count());
}

base::problem wrong_credentials() { return {401, "wrong_credentials", {}, {}}; }

}  // namespace

std::string session_cookie_with(std::string const& token) { return cookie(token, session_absolute_limit); }

boost::asio::awaitable<answer> sign_in(transport::request const& request, persistence::database& db,
                                       password_pool& passwords, environment const& env) {
    base::object_reader in(request.body);
    signin_attempt attempt;
    attempt.email = in.text("email", {3, 254, false});
    attempt.address = request.client;
    auto password = in.secret("password", longest_password);
    auto const otp = in.optional_text("otp", {6, 8, false});
    if (password.size() > longest_password) in.refuse("password", "too_long");
    if (auto p = in.problem()) co_return *p;

    auto look = [attempt](persistence::connection& c) { return look_up(c, attempt); };
    auto const known = co_await db.run(std::move(look));
    if (known.wait > 0) co_return base::problem{429, "too_many_requests", {}, known.wait};

    std::optional<std::string> stored;
    if (known.credential) stored = known.credential->password;
    bool const demo_refused = password == demo_password && !env.demo;
    auto const checked = co_await passwords.check(password, stored);
    if (!checked) co_return base::unavailable();
    if (!checked->right || demo_refused) {
        auto fail = [attempt](persistence::connection& c) {
            persistence::transaction tx(c);
            note_failure(c, attempt);
            tx.commit();
            return true;
        };
        co_await db.run(std::move(fail));
        co_return wrong_credentials();
    }
    std::optional<std::string> rehashed;
    if (checked->outdated) rehashed = co_await passwords.hash(password);
    auto start = [attempt, person = known.credential->person, hash = *stored, otp,
                  agent = std::string(request.headers.get("User-Agent")),
                  rehashed](persistence::connection& c) -> base::result<started_session> {
        persistence::transaction tx(c);
        // It may have been changed while this one was being compared.
        if (!hold_password(c, person, hash)) return wrong_credentials();
        bool const second = second_factor::state_of(c, person).on;
        if (second && otp) {
            if (auto right = second_factor::try_code(c, {person, attempt.address}, *otp); !right) {
                tx.commit();
                return right.error();
            }
        }
        if (rehashed) rehash(c, person, hash, *rehashed);
        auto session = start_session(c, attempt, person, agent, second && !otp);
        tx.commit();
        return session;
    };
    auto const session = co_await db.run(std::move(start));
    if (!session) co_return session.error();
    co_return signed_in(*session);
}

transport::response signed_in(started_session const& session) {
    auto r =
        ok("{\"person\":" + session.person + ",\"second_factor_pending\":" + (session.pending ? "true}" : "false}"));
    r.headers.add("Set-Cookie",
                  session.pending ? cookie(session.token, pending_session_limit) : session_cookie_with(session.token));
    return r;
}

answer sign_out(call& c) {
    end_session(c.db, c.actor);
    auto r = no_content();
    r.headers.add("Set-Cookie", cookie("", std::chrono::seconds(0)));
    // What was read with this session stays in the browser's cache otherwise, for who uses the machine next.
    r.headers.add("Clear-Site-Data", "\"cache\"");
    return r;
}

answer me(call& c) {
    auto const found = c.db.one(sql::me, c.actor.person, leavers::grace_days, leavers::reminder_days);
    auto body = found.body;
    body.pop_back();
    return ok(body + ",\"cursor\":\"" + c.env.cursors.encode_fresh("live", {found.position}) + "\"}");
}

}  // namespace plaza::domain::identity::http
