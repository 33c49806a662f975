// SPDX-License-Identifier: EUPL-1.2
#include "domain/identity/identity.hpp"

#include "base/client_network.hpp"
#include "base/crypto.hpp"
#include "base/text.hpp"
#include "domain/accountability/audit.hpp"
#include "domain/identity/identity_sql.hpp"
#include "domain/identity/passwords.hpp"

#include <algorithm>

namespace plaza::domain::identity {
namespace {

/// Failures from one network on one account, from one network on all, and on one account from everywhere. The last two
/// have a short longest wait, so that nobody can keep somebody else out: neither of an account, nor of the town hall
/// whose people share an address and mistype now and then.
struct throttle {
    char const* prefix;
    int free_failures;
    int longest_wait;  ///< seconds
    int half_life;     ///< seconds after which half of the failures are forgiven
};
constexpr throttle on_pair{"pair:", 5, 900, 3600};
constexpr throttle on_address{"address:", 60, 30, 600};
constexpr throttle on_account{"account:", 50, 30, 3600};

/// Of codes there are a million, three of them right at a time.
constexpr throttle on_code_pair{"code pair:", 4, 900, 6 * 3600};
constexpr throttle on_code{"code:", 20, 300, 6 * 3600};

constexpr throttle on_registration{"registration:", 100, 900, 3600};
/// Of links to choose a new password: enough for who loses the mail, little for who fills somebody else's mailbox.
constexpr throttle on_reset_pair{"reset pair:", 3, 900, 3600};
constexpr throttle on_reset_address{"reset address:", 30, 60, 600};
constexpr throttle on_reset_account{"reset account:", 6, 300, 3600};

std::string subject(throttle const& t, signin_attempt const& attempt) {
    std::string text = t.prefix;
    if (&t != &on_account && &t != &on_code && &t != &on_reset_account) text += base::client_network(attempt.address);
    text += '\n';
    if (&t != &on_address && &t != &on_registration && &t != &on_reset_address) text += base::lower(attempt.email);
    return base::sha256_hex(text);
}

bool plausible_address(std::string_view email) {
    auto const at = email.find('@');
    return at != std::string_view::npos && at > 0 && at + 1 < email.size() && email.find('@', at + 1) == email.npos &&
           email.find(' ') == email.npos && email.size() <= 254;
}

}  // namespace

base::actor authenticate(persistence::connection& db, std::string_view token) {
    base::actor actor;
    if (token.empty() || token.size() > 128) return actor;
    auto const found = db.row(sql::authenticate, base::sha256_hex(token), static_cast<int>(session_idle_limit.count()));
    if (!found || (found->status != "active" && found->status != "suspended" && found->status != "pending"))
        return actor;
    if (found->stale) db.run(sql::note_use, found->session);
    actor.person = found->person;
    actor.session = found->session;
    actor.administrator = found->administrator;
    actor.auditor = found->auditor;
    actor.language = found->language;
    using base::standing;
    actor.stands = found->status == "suspended"   ? standing::suspended
                   : found->second_factor_pending ? standing::second_factor_pending
                   : found->status == "pending"   ? standing::confirmation_pending
                   : !found->policy_accepted      ? standing::policy_pending
                                                  : standing::complete;
    return actor;
}

base::actor actor_of(persistence::connection& db, std::int64_t person) {
    base::actor actor;
    auto const found = db.row(sql::person, person);
    if (!found) return actor;
    actor.person = person;
    actor.administrator = found->administrator;
    actor.auditor = found->auditor;
    actor.language = found->language;
    using base::standing;
    actor.stands = found->status == "suspended" ? standing::suspended
                   : found->status == "pending" ? standing::confirmation_pending
                   : found->status != "active"  ? standing::anonymous
                   : !found->policy_accepted    ? standing::policy_pending
                                                : standing::complete;
    return actor;
}

std::optional<base::problem> incomplete(base::actor const& actor) {
    switch (actor.stands) {
        case base::standing::complete: return std::nullopt;
        case base::standing::anonymous: return base::unauthenticated();
        case base::standing::suspended: return base::forbidden("suspended");
        case base::standing::confirmation_pending: return base::problem{428, "confirmation_pending", {}, {}};
        case base::standing::policy_pending: return base::problem{428, "policy_pending", {}, {}};
        case base::standing::second_factor_pending: return base::problem{428, "second_factor_pending", {}, {}};
    }
    return base::unauthenticated();
}

int signin_delay(int failures, std::int64_t seconds_since, int free_failures, int longest) {
    if (failures < free_failures) return 0;
    int const doublings = std::min(failures - free_failures, 20);
    auto const wait = std::min<std::int64_t>(std::int64_t{1} << doublings, longest);
    return static_cast<int>(std::max<std::int64_t>(0, wait - seconds_since));
}

signin_check look_up(persistence::connection& db, signin_attempt const& attempt) {
    signin_check out;
    for (auto const* t : {&on_pair, &on_address, &on_account}) {
        if (auto const f = db.row(sql::failures, subject(*t, attempt), t->half_life)) {
            out.wait = std::max(out.wait, signin_delay(f->failures, f->age_seconds, t->free_failures, t->longest_wait));
        }
    }
    if (auto c = db.row(sql::credential, attempt.email)) {
        out.credential = stored_credential{c->person, std::move(c->password)};
    }
    return out;
}

void note_failure(persistence::connection& db, signin_attempt const& attempt) {
    for (auto const* t : {&on_pair, &on_address, &on_account}) {
        db.run(sql::note_failure, subject(*t, attempt), t->half_life);
    }
}

bool hold_password(persistence::connection& db, std::int64_t person, std::string const& hash) {
    return db.row(sql::hold_password, person, hash).value_or(false);
}

void rehash(persistence::connection& db, std::int64_t person, std::string const& before, std::string const& hash) {
    db.run(sql::replace_password, person, before, hash);
}

started_session start_session(persistence::connection& db, signin_attempt const& attempt, std::int64_t person,
                              std::string user_agent, bool pending) {
    db.run(sql::forget_failures, subject(on_pair, attempt));
    started_session out;
    out.token = base::random_token(32);
    out.pending = pending;
    db.run(sql::end_oldest_sessions, person, (pending ? most_pending_sessions : most_sessions) - 1, pending);
    auto const limit = pending ? pending_session_limit : session_absolute_limit;
    auto const session =
        db.one(sql::insert_session, person, base::sha256_hex(out.token),
               base::plain_extract(base::scrub_text(user_agent, false), 200), static_cast<int>(limit.count()), pending);
    base::actor actor;
    actor.person = person;
    audit::write(db, actor, pending ? "session.half_started" : "session.started", "session", session, {});
    out.person = db.one(sql::person_ref, person);
    return out;
}

base::result<started_session> complete_session(persistence::connection& db, base::actor const& actor) {
    started_session out;
    out.token = base::random_token(32);
    db.run(sql::end_oldest_sessions, actor.person, most_sessions - 1, false);
    if (db.run(sql::complete_session, actor.session, base::sha256_hex(out.token),
               static_cast<int>(session_absolute_limit.count())) == 0) {
        return base::unauthenticated();
    }
    audit::write(db, actor, "session.started", "session", actor.session, {{"second_factor", "passed"}});
    out.person = db.one(sql::person_ref, actor.person);
    return out;
}

int reset_wait(persistence::connection& db, signin_attempt const& attempt) {
    int wait = 0;
    for (auto const* t : {&on_reset_pair, &on_reset_address, &on_reset_account}) {
        if (auto const f = db.row(sql::failures, subject(*t, attempt), t->half_life)) {
            wait = std::max(wait, signin_delay(f->failures, f->age_seconds, t->free_failures, t->longest_wait));
        }
    }
    return wait;
}

void note_reset(persistence::connection& db, signin_attempt const& attempt) {
    for (auto const* t : {&on_reset_pair, &on_reset_address, &on_reset_account}) {
        db.run(sql::note_failure, subject(*t, attempt), t->half_life);
    }
}

int code_wait(persistence::connection& db, std::int64_t person, std::string const& address) {
    signin_attempt const who{std::to_string(person), address};
    int wait = 0;
    for (auto const* t : {&on_code_pair, &on_code}) {
        if (auto const f = db.row(sql::failures, subject(*t, who), t->half_life)) {
            wait = std::max(wait, signin_delay(f->failures, f->age_seconds, t->free_failures, t->longest_wait));
        }
    }
    return wait;
}

void note_wrong_code(persistence::connection& db, std::int64_t person, std::string const& address) {
    signin_attempt const who{std::to_string(person), address};
    for (auto const* t : {&on_code_pair, &on_code}) db.run(sql::note_failure, subject(*t, who), t->half_life);
}

int registration_wait(persistence::connection& db, std::string const& address) {
    auto const& t = on_registration;
    auto const f = db.row(sql::failures, subject(t, {"", address}), t.half_life);
    return f ? signin_delay(f->failures, f->age_seconds, t.free_failures, t.longest_wait) : 0;
}

void note_registration(persistence::connection& db, std::string const& address) {
    db.run(sql::note_failure, subject(on_registration, {"", address}), on_registration.half_life);
}

void accept_policy(persistence::connection& db, base::actor const& actor) {
    if (db.run(sql::accept_policy, actor.person) == 0) return;
    audit::write(db, actor, "policy.accepted", "person", actor.person, {});
}

std::string email_of(persistence::connection& db, std::int64_t person) {
    return db.row(sql::email_of, person).value_or("");
}

void end_session(persistence::connection& db, base::actor const& actor) {
    audit::write(db, actor, "session.ended", "session", actor.session, {});
    db.run(sql::delete_session, actor.session);
}

base::result<std::int64_t> add_person(persistence::connection& db, std::string const& email, std::string const& name,
                                      std::string const& password, std::optional<std::string> role, bool demo) {
    auto clean_name = base::clean_text(name, {1, 120, false});
    if (!clean_name) return base::invalid("name", clean_name.error().type);
    auto clean_email = base::clean_text(email, {3, 254, false});
    if (!clean_email || !plausible_address(*clean_email)) return base::invalid("email", "not_an_address");
    auto const normal = base::normalise(password);
    if (auto fault = password_fault(normal)) return base::invalid("password", *fault);
    if (normal == demo_password && !demo) return base::invalid("password", "common");
    if (db.one(sql::email_known, *clean_email)) return base::conflict("email_taken");
    auto const id = db.one(sql::insert_person, *clean_name, "es", role);
    db.run(sql::insert_credential, id, *clean_email, hash_password(normal, password_cost{}));
    audit::write(db, {}, "person.added", "person", id, {{"role", role.value_or("")}});
    return id;
}

}  // namespace plaza::domain::identity
