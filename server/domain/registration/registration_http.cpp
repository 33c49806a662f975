// SPDX-License-Identifier: EUPL-1.2
#include "domain/registration/registration_http.hpp"

#include "base/strict_json.hpp"
#include "domain/administrations/codes.hpp"
#include "domain/identity/identity_http.hpp"
#include "domain/mail/mail.hpp"
#include "domain/registration/registration.hpp"
#include "domain/registration/registration_sql.hpp"
#include "persistence/errors.hpp"

namespace plaza::domain::registration::http {
namespace {

/// How often an account is made before a deadlock is told.
constexpr int most_tries = 4;

constexpr base::text_limits address_text{3, 254, false};
constexpr base::text_limits token_text{20, 64, false};
constexpr base::text_limits name_text{1, 120, false};
constexpr base::text_limits position_text{1, 120, false};
constexpr base::text_limits organisation_text{1, 200, false};
constexpr base::text_limits reason_text{1, 1000, true};
constexpr base::text_limits message_text{0, 500, true};

std::string language_in(base::object_reader& in) { return in.choice("language", {"es", "ca", "gl", "eu", "en"}); }

std::string address_in(base::object_reader& in) {
    auto out = in.text("email", address_text);
    if (!out.empty() && !mail::sendable(out)) in.refuse("email", "not_an_address");
    return out;
}

transport::response accepted() {
    auto r = no_content();
    r.status = 202;
    return r;
}

/// A page of a list whose cursor holds a moment and an id.
template <class Find>
answer list(call& c, std::string_view purpose, Find find) {
    if (auto p = only_parameters(c, {"limit", "before"})) return *p;
    auto const page = read_page(c, purpose, 2);
    if (!page) return page.error();
    std::optional<std::int64_t> at, id;
    if (!page->after.empty()) {
        at = page->after[0];
        id = page->after[1];
    }
    sql::list_row const found = find(at, id, page->limit);
    return ok(list_body(c, purpose, found.items, next_keys(found.more, {found.last_at, found.last_id})));
}

answer done(base::result<void> const& outcome) {
    if (!outcome) return outcome.error();
    return no_content();
}

}  // namespace

answer ask(call& c) {
    base::object_reader in(c.request.body);
    auto const email = address_in(in);
    auto const language = language_in(in);
    if (auto p = in.problem()) return *p;
    if (auto asked = registration::ask(c.db, email, language, c.request.client); !asked) return asked.error();
    return accepted();
}

answer look(call& c) {
    base::object_reader in(c.request.body);
    auto const token = in.text("token", token_text);
    if (auto p = in.problem()) return *p;
    auto seen = registration::look(c.db, token);
    if (!seen) return seen.error();
    return ok(std::move(*seen));
}

answer apply(call& c) {
    base::object_reader in(c.request.body);
    auto const token = in.text("token", token_text);
    applicant who;
    who.name = in.text("name", name_text);
    who.organisation = in.text("organisation", organisation_text);
    who.position = in.text("position", position_text);
    who.reason = in.text("reason", reason_text);
    if (auto p = in.problem()) return *p;
    if (auto applied = registration::apply(c.db, token, who); !applied) return applied.error();
    return accepted();
}

boost::asio::awaitable<answer> enter(transport::request const& request, persistence::database& db,
                                     identity::password_pool& passwords, environment const& env) {
    base::object_reader in(request.body);
    auto token = in.text("token", token_text);
    newcomer who;
    who.name = in.text("name", name_text);
    who.position = in.optional_text("position", position_text).value_or("");
    who.language = language_in(in);
    who.administration = in.optional_integer("administration");
    who.client = request.client;
    who.user_agent = std::string(request.headers.get("User-Agent"));
    auto password = in.secret("password", identity::longest_password);
    bool const agreed = in.boolean("policy");
    if (auto p = in.problem()) co_return *p;
    if (!agreed) co_return base::invalid("policy", "required");
    auto fault = identity::password_fault(password);
    if (!fault && password == identity::demo_password && !env.demo) fault = "common";
    if (fault) co_return base::invalid("password", *fault);
    // Nobody makes us hash without a link.
    auto first = [token](persistence::connection& c) {
        persistence::transaction tx(c);
        auto seen = registration::look(c, token);
        tx.commit();
        return seen;
    };
    auto const seen = co_await db.run(std::move(first));
    if (!seen) co_return seen.error();
    auto hash = co_await passwords.hash(std::move(password));
    if (!hash) co_return base::unavailable();
    who.password_hash = std::move(*hash);
    auto store = [token, who](persistence::connection& c) {
        for (int tries = 1;; ++tries) {
            try {
                persistence::transaction tx(c);
                auto session = registration::enter(c, token, who);
                if (session) tx.commit();
                return session;
            } catch (persistence::sql_error const& error) {
                if (!error.retryable() || tries == most_tries || c.lost()) throw;
            }
        }
    };
    auto const session = co_await db.run(std::move(store));
    if (!session) co_return session.error();
    co_return identity::http::signed_in(*session);
}

answer confirmations(call& c) {
    return list(c, "confirmations", [&](auto at, auto id, int limit) {
        return c.db.one(sql::confirmations, c.actor.person, c.actor.administrator, at, id, limit);
    });
}

answer confirm(call& c) {
    if (auto p = no_fields(c)) return *p;
    auto const id = id_in(c.request.captures[0]);
    if (!id) return base::not_found();
    return done(registration::confirm(c.db, c.actor, *id));
}

answer turn_away(call& c) {
    base::object_reader in(c.request.body);
    auto const reason = in.text("reason", reason_text);
    if (auto p = in.problem()) return *p;
    auto const id = id_in(c.request.captures[0]);
    if (!id) return base::not_found();
    return done(registration::turn_away(c.db, c.actor, *id, reason));
}

answer applications(call& c) {
    auto const open = administrations::domains_open_to_anybody();
    return list(c, "applications",
                [&](auto at, auto id, int limit) { return c.db.one(sql::applications, at, id, limit, open); });
}

answer admit(call& c) {
    base::object_reader in(c.request.body);
    auto const administration = in.integer("administration");
    auto const know = in.boolean("know_domain");
    if (auto p = in.problem()) return *p;
    auto const id = id_in(c.request.captures[0]);
    if (!id) return base::not_found();
    return done(registration::admit(c.db, c.actor, *id, administration, know));
}

answer refuse(call& c) {
    base::object_reader in(c.request.body);
    auto const reason = in.text("reason", reason_text);
    if (auto p = in.problem()) return *p;
    auto const id = id_in(c.request.captures[0]);
    if (!id) return base::not_found();
    return done(registration::refuse(c.db, c.actor, *id, reason));
}

answer invitations(call& c) {
    return list(c, "network_invitations",
                [&](auto at, auto id, int limit) { return c.db.one(sql::invitations, c.actor.person, at, id, limit); });
}

answer invite(call& c) {
    base::object_reader in(c.request.body);
    auto const email = address_in(in);
    auto const message = in.optional_text("message", message_text);
    if (auto p = in.problem()) return *p;
    if (auto sent = registration::invite(c.db, c.actor, email, message.value_or(""), c.actor.language); !sent) {
        return sent.error();
    }
    return accepted();
}

answer invite_guest(call& c) {
    base::object_reader in(c.request.body);
    auto const email = address_in(in);
    auto const message = in.optional_text("message", message_text);
    auto const refused = in.problem();
    auto const group = groups::access_group(c.db, c.actor, c.request.captures[0], groups::need::write);
    if (!group) return group.error();
    if (refused) return *refused;
    auto const sent = registration::invite_guest(c.db, c.actor, *group, email, message.value_or(""), c.actor.language);
    if (!sent) return sent.error();
    return accepted();
}

answer guest_invitations(call& c) {
    auto const group = groups::access_group(c.db, c.actor, c.request.captures[0], groups::need::host);
    if (!group) return group.error();
    if (groups::rank_of(*group->role()) < groups::rank_of("moderator")) return base::forbidden("not_a_moderator");
    return list(c, "guest_invitations", [&](auto at, auto id, int limit) {
        return c.db.one(sql::guest_invitations, group->id(), at, id, limit);
    });
}

answer withdraw_guest(call& c) {
    auto const refused = no_fields(c);
    auto const group = groups::access_group(c.db, c.actor, c.request.captures[0], groups::need::moderate);
    if (!group) return group.error();
    if (refused) return *refused;
    auto const id = id_in(c.request.captures[1]);
    if (!id) return base::not_found();
    return done(registration::withdraw_guest(c.db, c.actor, *group, *id));
}

answer withdraw(call& c) {
    if (auto p = no_fields(c)) return *p;
    auto const id = id_in(c.request.captures[0]);
    if (!id) return base::not_found();
    return done(registration::withdraw(c.db, c.actor, *id));
}

}  // namespace plaza::domain::registration::http
