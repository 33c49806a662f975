// SPDX-License-Identifier: EUPL-1.2
#include "domain/recovery/recovery_http.hpp"

#include "base/strict_json.hpp"
#include "domain/identity/account_http.hpp"
#include "domain/identity/identity.hpp"
#include "domain/recovery/recovery.hpp"

namespace plaza::domain::recovery::http {
namespace {

constexpr base::text_limits email_text{3, 254, false};
constexpr base::text_limits token_text{20, 100, false};

transport::response accepted() {
    transport::response out;
    out.status = 202;
    out.body = "{}";
    return out;
}

}  // namespace

answer ask_for_reset(call& c) {
    base::object_reader in(c.request.body);
    auto const email = in.text("email", email_text);
    if (auto p = in.problem()) return *p;
    auto asked = recovery::ask_for_reset(c.db, email, c.request.client);
    if (!asked) return asked.error();
    return accepted();
}

answer look_at_reset(call& c) {
    base::object_reader in(c.request.body);
    auto const token = in.text("token", token_text);
    if (auto p = in.problem()) return *p;
    if (!reset_holds(c.db, token)) return base::problem{410, "link_ended", {}, {}};
    return no_content();
}

boost::asio::awaitable<answer> reset_password(transport::request const& request, persistence::database& db,
                                              identity::password_pool& passwords, environment const& env) {
    base::object_reader in(request.body);
    auto const token = in.text("token", token_text);
    auto wanted = in.secret("password", identity::longest_password);
    if (auto p = in.problem()) co_return *p;
    auto fault = identity::password_fault(wanted);
    if (!fault && wanted == identity::demo_password && !env.demo) fault = "common";
    if (fault) co_return base::invalid("password", *fault);
    auto look = [token](persistence::connection& c) { return reset_holds(c, token); };
    auto const holds = co_await db.run(std::move(look));
    if (!holds) co_return base::problem{410, "link_ended", {}, {}};
    auto hash = co_await passwords.hash(std::move(wanted));
    if (!hash) co_return base::unavailable();
    auto store = [token, hash = *hash](persistence::connection& c) {
        persistence::transaction tx(c);
        auto done = recovery::reset_password(c, token, hash);
        if (done) tx.commit();
        return done;
    };
    auto const done = co_await db.run(std::move(store));
    if (!done) co_return done.error();
    co_return no_content();
}

boost::asio::awaitable<answer> ask_for_email(transport::request const& request, base::actor actor,
                                             persistence::database& db, identity::password_pool& passwords) {
    base::object_reader in(request.body);
    auto const email = in.text("email", email_text);
    auto password = in.secret("password", identity::longest_password);
    if (password.size() > identity::longest_password) in.refuse("password", "too_long");
    if (auto p = in.problem()) co_return *p;
    auto right = co_await identity::http::right_password(actor, request.client, std::move(password), db, passwords);
    if (!right) co_return right.error();
    auto ask = [actor, email, hash = *right](persistence::connection& c) -> base::result<void> {
        persistence::transaction tx(c);
        // It may have been changed while this one was being compared.
        if (!identity::hold_password(c, actor.person, hash)) return base::forbidden("wrong_password");
        auto asked = recovery::ask_for_email(c, actor, email);
        if (asked) tx.commit();
        return asked;
    };
    auto const asked = co_await db.run(std::move(ask));
    if (!asked) co_return asked.error();
    co_return accepted();
}

answer change_email(call& c) {
    base::object_reader in(c.request.body);
    auto const token = in.text("token", token_text);
    if (auto p = in.problem()) return *p;
    auto changed = recovery::change_email(c.db, c.actor, token);
    if (!changed) return changed.error();
    return no_content();
}

}  // namespace plaza::domain::recovery::http
