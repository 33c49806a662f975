// SPDX-License-Identifier: EUPL-1.2
#include "domain/second_factor/second_factor.hpp"

#include "base/crypto.hpp"
#include "domain/accountability/audit.hpp"
#include "domain/identity/account.hpp"
#include "domain/recovery/recovery.hpp"
#include "domain/second_factor/second_factor_sql.hpp"

#include <algorithm>
#include <ctime>

namespace plaza::domain::second_factor {
namespace {

bool digits(std::string const& code) {
    return code.size() == 6 && std::all_of(code.begin(), code.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// The person stands in what is sealed, so that a secret copied to another row opens nothing.
std::string bound(std::int64_t person) { return std::to_string(person) + ":"; }

std::string seal(persistence::connection& db, std::int64_t person, std::string const& secret) {
    return base::seal(db.one(sql::key), bound(person) + secret);
}

std::string unseal(persistence::connection& db, std::int64_t person, std::string const& sealed) {
    auto const plain = base::unseal(db.one(sql::key), sealed);
    auto const mark = bound(person);
    if (!plain || !plain->starts_with(mark)) throw std::runtime_error("a second factor cannot be unsealed");
    return plain->substr(mark.size());
}

bool right_code(persistence::connection& db, std::int64_t person, sql::secret_row const& row, std::string code) {
    std::erase(code, ' ');  // devices show codes in two halves
    if (digits(code)) {
        auto const step = step_of(unseal(db, person, row.secret), code, std::time(nullptr));
        if (!step || *step <= row.last_step) return false;
        db.run(sql::note_step, person, *step);
        return true;
    }
    auto const recovery = plain_recovery_code(code);
    return recovery && db.run(sql::use_recovery_code, person, base::sha256_hex(*recovery)) == 1;
}

base::result<void> judge(persistence::connection& db, attempt const& who, std::string const& code, bool confirmed) {
    auto const row = db.row(sql::secret, who.person);
    if (auto const wait = identity::code_wait(db, who.person, who.address); wait > 0) {
        return base::problem{429, "too_many_requests", {}, wait};
    }
    if (!row || row->confirmed != confirmed || !right_code(db, who.person, *row, code)) {
        if (row) identity::note_wrong_code(db, who.person, who.address);
        return base::forbidden("wrong_code");
    }
    return {};
}

}  // namespace

state state_of(persistence::connection& db, std::int64_t person) {
    state out;
    if (auto row = db.row(sql::state, person)) {
        out.on = true;
        out.since = std::move(row->since);
        out.codes_left = row->codes_left;
    }
    return out;
}

base::result<enrolment> begin(persistence::connection& db, base::actor const& actor, std::string const& issuer) {
    enrolment out;
    out.secret = new_secret();
    if (!db.row(sql::begin, actor.person, seal(db, actor.person, out.secret)))
        return base::conflict("second_factor_on");
    out.address = address_of(out.secret, issuer, identity::email_of(db, actor.person));
    out.qr = picture_of(out.address);
    return out;
}

base::result<void> try_code(persistence::connection& db, attempt const& who, std::string const& code) {
    return judge(db, who, code, true);
}

base::result<confirmed> confirm(persistence::connection& db, base::actor const& actor, std::string const& address,
                                std::string const& code) {
    // Before the sessions without it end: one that is being begun waits, and finds the second step turned on.
    db.one(sql::hold_credential, actor.person);
    if (auto right = judge(db, {actor.person, address}, code, false); !right) return right.error();
    auto token = identity::renew_token(db, actor);
    if (!token) return token.error();
    db.run(sql::confirm, actor.person);
    audit::write(db, actor, "second_factor.on", "person", actor.person, {});
    confirmed out{std::move(*token), renew_codes(db, actor)};
    identity::end_other_sessions(db, actor);
    recovery::tell_change(db, actor.person, "second_factor_on");
    return out;
}

std::vector<std::string> renew_codes(persistence::connection& db, base::actor const& actor) {
    db.run(sql::forget_recovery_codes, actor.person);
    std::vector<std::string> out;
    for (int i = 0; i < recovery_codes; ++i) {
        out.push_back(new_recovery_code());
        db.run(sql::add_recovery_code, actor.person, base::sha256_hex(*plain_recovery_code(out.back())));
    }
    audit::write(db, actor, "recovery_codes.renewed", "person", actor.person, {});
    return out;
}

base::result<std::string> remove(persistence::connection& db, base::actor const& actor) {
    auto token = identity::renew_token(db, actor);
    if (!token) return token;
    db.run(sql::forget_recovery_codes, actor.person);
    db.run(sql::remove, actor.person);
    audit::write(db, actor, "second_factor.off", "person", actor.person, {});
    recovery::tell_change(db, actor.person, "second_factor_off");
    return token;
}

}  // namespace plaza::domain::second_factor
