// SPDX-License-Identifier: EUPL-1.2
#include "dispatcher.hpp"

#include "base/log.hpp"
#include "domain/files/files_http.hpp"
#include "domain/idempotency/idempotency.hpp"
#include "domain/identity/account_http.hpp"
#include "domain/identity/identity.hpp"
#include "domain/identity/identity_http.hpp"
#include "domain/installation/installation.hpp"
#include "domain/live/sessions.hpp"
#include "domain/photos/photos_http.hpp"
#include "domain/recovery/recovery_http.hpp"
#include "domain/registration/registration_http.hpp"
#include "domain/second_factor/second_factor_http.hpp"
#include "persistence/migrate.hpp"
#include "router.hpp"
#include "transport/language.hpp"

namespace plaza {
namespace {

namespace asio = boost::asio;
using domain::answer;

/// A unit of work that lost against another one is begun again this often.
constexpr int most_tries = 4;

/// What is done to a whole thread is waited for as long as its statements may take.
constexpr std::chrono::seconds slow_answer{5};

/// The token of the cookie, or of `Authorization: Bearer`.
std::string token_of(transport::request const& request) {
    auto token = request.cookie(domain::identity::session_cookie);
    if (token.empty()) {
        constexpr std::string_view scheme = "Bearer ";
        auto const header = request.headers.get("Authorization");
        if (header.starts_with(scheme)) token = header.substr(scheme.size());
    }
    return std::string(token);
}

/// Bodies are JSON in UTF-8 unless their route says otherwise, which the header has to say.
bool says_json(std::string_view content_type) {
    constexpr std::string_view json = "application/json";
    std::string lower(content_type);
    for (auto& c : lower) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    if (!lower.starts_with(json)) return false;
    std::erase_if(lower, [](char c) { return c == ' ' || c == '"'; });
    auto const rest = lower.substr(json.size());
    return rest.empty() || rest == ";charset=utf-8";
}

base::problem problem_of(persistence::sql_error const& error) {
    if (error.disk_full()) return {507, "disk_full", {}, 30};
    return base::unavailable();
}

}  // namespace

dispatcher::dispatcher(persistence::database& db, domain::identity::password_pool& passwords,
                       domain::photos::studio& photos, domain::files::intake& files, domain::live::hub& hub,
                       domain::live::pump& pump, domain::environment const& env, rates& limits, std::string contract,
                       int schema_version)
    : db_(db),
      passwords_(passwords),
      photos_(photos),
      files_(files),
      hub_(hub),
      pump_(pump),
      env_(env),
      rates_(limits),
      contract_(std::move(contract)),
      schema_version_(schema_version) {}

std::size_t dispatcher::body_limit(transport::verb method, std::string_view path) const {
    auto const m = find_route(method, path);
    return m.found ? m.found->body_limit : 0;
}

bool dispatcher::streams(transport::verb method, std::string_view path) const {
    auto const m = find_route(method, path);
    return m.found && m.found->takes == content::file;
}

bool dispatcher::of_its_address(transport::request const& incoming) const {
    auto const m = find_route(incoming.method, incoming.path);
    return m.found && m.found->takes == content::nothing;
}

// The only route that streams takes files.
asio::awaitable<base::result<std::shared_ptr<base::body_sink>>> dispatcher::open_body(transport::request& incoming) {
    using opened = base::result<std::shared_ptr<base::body_sink>>;
    auto const m = find_route(incoming.method, incoming.path);
    if (auto limited = rates_.of_address(m.found->costs, incoming.client)) co_return *limited;
    auto request = std::make_shared<transport::request>(incoming);
    auto work = [this, r = m.found, request](persistence::connection& db) -> opened {
        auto const actor = domain::identity::authenticate(db, token_of(*request));
        if (auto refusal = refusal_of(*r, actor)) return *refusal;
        return domain::files::http::open(db, *request, actor, files_);
    };
    try {
        co_return co_await db_.run(std::move(work));
    } catch (persistence::overloaded const&) {
    } catch (persistence::connection_lost const&) {
    } catch (persistence::sql_error const& error) {
        if (!error.temporary()) throw;
    }
    co_return base::unavailable();
}

asio::awaitable<transport::response> dispatcher::handle(transport::request& incoming) {
    auto language = std::string(transport::negotiate_language(incoming.headers.get("Accept-Language")));
    // Workers may outlive this call, so they get a request of their own; the transport still needs its headers.
    auto body = std::move(incoming.body);
    auto request = std::make_shared<transport::request>(incoming);
    request->body = std::move(body);
    auto m = find_route(request->method, request->path);
    base::problem refusal;
    if (!m.found) {
        refusal = m.allowed.empty() ? base::not_found() : base::problem{405, "method_not_allowed", {}, {}};
        auto r = transport::to_response(refusal, language, request->incident);
        if (!m.allowed.empty()) r.headers.add("Allow", m.allowed);
        co_return r;
    }
    request->captures = std::move(m.captures);
    if (auto limited = m.found->costs == cost::fixed || request->sink
                           ? std::nullopt
                           : rates_.of_address(m.found->costs, request->client)) {
        co_return transport::to_response(*limited, language, request->incident);
    }
    auto const type = request->headers.get("Content-Type");
    bool const right = m.found->takes == content::image     ? type.starts_with("image/")
                       : m.found->takes == content::nothing ? true
                                                            : says_json(type);
    if (!request->body.empty() && !right) {
        co_return transport::to_response({415, "unsupported_media_type"}, language, request->incident);
    }
    try {
        auto done = co_await answer(*m.found, request);
        if (*done.value) co_return std::move(**done.value);
        if (!done.language.empty()) language = done.language;
        refusal = std::move(done.value->error());
    } catch (persistence::overloaded const& error) {
        base::log_warning("database.overloaded", {{"incident", request->incident}, {"error", error.what()}});
        refusal = base::unavailable();
    } catch (persistence::commit_unknown const& error) {
        base::log_warning("database.commit_unknown", {{"incident", request->incident}, {"error", error.what()}});
        refusal = {503, "outcome_unknown", {}, 2};
    } catch (persistence::connection_lost const& error) {
        base::log_warning("database.away", {{"incident", request->incident}, {"error", error.what()}});
        refusal = base::unavailable();
    } catch (persistence::sql_error const& error) {
        if (!error.temporary()) throw;
        base::log_warning("database.refused", {{"incident", request->incident}, {"error", error.what()}});
        refusal = problem_of(error);
    }
    co_return transport::to_response(refusal, language, request->incident);
}

asio::awaitable<dispatcher::outcome> dispatcher::answer(route const& r, std::shared_ptr<transport::request> request) {
    if (r.answered == way::special) {
        outcome out;
        out.value = co_await special(r, std::move(request));
        co_return out;
    }
    // The work owns all it uses: when the answer comes too late, the caller has gone on without it.
    auto work = [this, &r, request](persistence::connection& db) {
        outcome out;
        out.value = on_worker(r, *request, db, out.language);
        return out;
    };
    co_return co_await db_.run(std::move(work), r.answers == pace::slow ? slow_answer : std::chrono::milliseconds(0));
}

answer dispatcher::on_worker(route const& r, transport::request const& request, persistence::connection& db,
                             std::string& language) {
    auto const token = token_of(request);
    for (int tries = 1;; ++tries) {
        try {
            auto done = once(r, request, token, db, language);
            if (done && r.answered != way::reads) pump_.poke();
            return done;
        } catch (persistence::sql_error const& error) {
            if (db.in_transaction()) db.rollback();
            // What was found a moment ago may be gone, as a thread that is merged: the next try finds that out.
            bool const again = error.retryable() || error.foreign_key_violation();
            if (!again || tries == most_tries || db.lost()) throw;
        }
    }
}

std::optional<base::problem> dispatcher::refusal_of(route const& r, base::actor const& actor) {
    if (r.may == who::anyone) return std::nullopt;
    if (actor.person == 0) return base::unauthenticated();
    if (r.may != who::partial) {
        if (auto refusal = domain::identity::incomplete(actor)) return refusal;
    }
    if (r.may == who::administrator && !actor.administrator) return base::forbidden("administrators_only");
    if (r.may == who::auditor && !actor.administrator && !actor.auditor) return base::forbidden("auditors_only");
    return rates_.of_person(r.costs, actor.person);
}

answer dispatcher::once(route const& r, transport::request const& request, std::string const& token,
                        persistence::connection& db, std::string& language) {
    bool const writes = r.answered != way::reads;
    std::optional<persistence::transaction> tx;
    if (writes) tx.emplace(db);
    auto const actor = domain::identity::authenticate(db, token);
    if (actor.person != 0) language = actor.language;
    if (auto refusal = refusal_of(r, actor)) return *refusal;
    domain::call c{request, actor, db, env_};
    auto done = r.answered == way::writes
                    ? domain::idempotency::once(c, std::string(name_of(r.method)) + " " + request.path, r.call)
                    : r.call(c);
    if (done && tx) tx->commit();
    return done;
}

asio::awaitable<base::result<base::actor>> dispatcher::admitted(route const& r,
                                                                std::shared_ptr<transport::request> request) {
    auto work = [this, &r, request](persistence::connection& db) -> base::result<base::actor> {
        auto actor = domain::identity::authenticate(db, token_of(*request));
        if (auto refusal = refusal_of(r, actor)) return *refusal;
        return actor;
    };
    co_return co_await db_.run(std::move(work));
}

asio::awaitable<answer> dispatcher::account(route const& r, std::shared_ptr<transport::request> request) {
    auto const actor = co_await admitted(r, request);
    if (!actor) co_return actor.error();
    namespace second = domain::second_factor::http;
    second::context const with{db_, passwords_, env_};
    auto const is = [&](transport::verb verb, std::string_view path) { return r.method == verb && r.path == path; };
    using transport::verb;
    domain::answer done = base::not_found();
    if (is(verb::put, "/api/v1/me/password")) {
        done = co_await domain::identity::http::change_password(*request, *actor, db_, passwords_, env_);
    } else if (is(verb::put, "/api/v1/me/photo")) {
        done = co_await domain::photos::http::set(*request, *actor, db_, photos_);
    } else if (is(verb::post, "/api/v1/me/email")) {
        done = co_await domain::recovery::http::ask_for_email(*request, *actor, db_, passwords_);
    } else if (is(verb::post, "/api/v1/me/second_factor")) {
        done = co_await second::begin(*request, *actor, with);
    } else if (is(verb::put, "/api/v1/me/second_factor")) {
        done = co_await second::confirm(*request, *actor, with);
    } else if (is(verb::post, "/api/v1/me/second_factor/recovery_codes")) {
        done = co_await second::renew_codes(*request, *actor, with);
    } else if (is(verb::post, "/api/v1/me/second_factor/removal")) {
        done = co_await second::remove(*request, *actor, with);
    } else if (is(verb::post, "/api/v1/session/second_factor")) {
        done = co_await second::finish(*request, *actor, with);
    }
    pump_.poke();
    co_return done;
}

asio::awaitable<answer> dispatcher::special(route const& r, std::shared_ptr<transport::request> request) {
    if (r.path == "/healthz") co_return domain::ok(R"({"status":"ok"})");
    if (r.path == "/readyz") co_return co_await ready();
    if (r.path == "/api/v1/openapi.yaml") {
        transport::response contract;
        contract.content_type = "application/yaml";
        contract.body = contract_;
        co_return contract;
    }
    if (r.path == "/api/v1/installation") co_return domain::installation::describe(env_);
    if (r.path == "/api/v1/session") {
        co_return co_await domain::identity::http::sign_in(*request, db_, passwords_, env_);
    }
    if (r.path == "/api/v1/registration/account") {
        auto done = co_await domain::registration::http::enter(*request, db_, passwords_, env_);
        pump_.poke();
        co_return done;
    }
    if (r.path == "/api/v1/password_resets") {
        co_return co_await domain::recovery::http::reset_password(*request, db_, passwords_, env_);
    }
    if (r.takes == content::file) co_return co_await domain::files::http::upload(*request, db_, files_);
    if (r.may != who::anyone && r.costs != cost::live) co_return co_await account(r, std::move(request));
    if (r.path == "/api/v1/events") {
        co_return co_await domain::live::poll(live(), *request, token_of(*request));
    }
    // GET /live without an upgrade comes here; with one the transport asks admit_live.
    co_return base::problem{426, "upgrade_required", {}, {}};
}

domain::live::services dispatcher::live() {
    return {db_, hub_, env_, [&rates = rates_](std::int64_t person) { return rates.of_person(cost::live, person); }};
}

void dispatcher::stopping() {
    stopping_ = true;
    hub_.stop();
    db_.end_crowd();
}

asio::awaitable<answer> dispatcher::ready() {
    if (stopping_) co_return base::unavailable();
    auto work = [](persistence::connection& db) { return persistence::schema_version(db); };
    auto const version = co_await db_.run(std::move(work));
    // A newer schema is made so that the server before it goes on working.
    if (version < schema_version_) co_return base::unavailable(5);
    co_return domain::ok(R"({"status":"ok"})");
}

asio::awaitable<base::result<std::unique_ptr<transport::live_session>>> dispatcher::admit_live(
    transport::request& incoming) {
    for (auto const& [name, value] : incoming.query) {
        if (name != "since") co_return base::invalid(name, "unknown_parameter");
    }
    if (auto limited = rates_.of_address(cost::live, incoming.client)) co_return *limited;
    try {
        co_return co_await domain::live::admit(live(), token_of(incoming), std::string(incoming.query_value("since")));
    } catch (persistence::overloaded const&) {
    } catch (persistence::connection_lost const&) {
    } catch (persistence::sql_error const& error) {
        if (!error.temporary()) throw;
    }
    co_return base::unavailable();
}

}  // namespace plaza
