// SPDX-License-Identifier: EUPL-1.2
#include "domain/identity/account.hpp"

#include "base/crypto.hpp"
#include "domain/accountability/audit.hpp"
#include "domain/drafts/publication.hpp"
#include "domain/identity/device.hpp"
#include "domain/identity/identity_sql.hpp"
#include "domain/recovery/recovery.hpp"

#include <boost/json/object.hpp>

namespace plaza::domain::identity {

boost::json::array sessions_of(persistence::connection& db, base::actor const& actor) {
    boost::json::array out;
    for (auto const& row : db.rows(sql::sessions, actor.person, static_cast<int>(session_idle_limit.count()))) {
        auto const seen = recognise(row.user_agent);
        out.push_back(boost::json::object{{"id", row.session},
                                          {"browser", seen.browser},
                                          {"system", seen.system},
                                          {"created_at", row.created_at},
                                          {"last_used_at", row.last_used_at},
                                          {"current", row.session == actor.session}});
    }
    return out;
}

base::result<void> end_session_of(persistence::connection& db, base::actor const& actor, std::int64_t session) {
    if (db.run(sql::delete_session_of, actor.person, session) == 0) return base::not_found();
    drafts::session_ended(db, actor.person, session);
    audit::write(db, actor, "session.ended", "session", session, {});
    return {};
}

void end_other_sessions(persistence::connection& db, base::actor const& actor) {
    auto const ended = db.run(sql::delete_other_sessions, actor.person, actor.session);
    // Whoever had one of them may have asked for a link.
    db.run(sql::end_links, actor.person);
    drafts::sessions_ended(db, actor.person, actor.session);
    if (ended == 0) return;
    audit::write(db, actor, "sessions.others_ended", "person", actor.person, {{"ended", std::to_string(ended)}});
}

own_password look_up_own(persistence::connection& db, base::actor const& actor, std::string address) {
    own_password out;
    out.attempt = {email_of(db, actor.person), std::move(address)};
    out.known = look_up(db, out.attempt);
    return out;
}

base::result<std::string> renew_token(persistence::connection& db, base::actor const& actor) {
    auto token = base::random_token(32);
    if (db.run(sql::renew_session, actor.session, base::sha256_hex(token)) == 0) return base::unauthenticated();
    return token;
}

base::result<std::string> change_password(persistence::connection& db, base::actor const& actor,
                                          std::string const& before, std::string const& hash) {
    if (db.run(sql::replace_password, actor.person, before, hash) == 0) return base::conflict("conflict");
    auto token = renew_token(db, actor);
    if (!token) return token;
    audit::write(db, actor, "password.changed", "person", actor.person, {});
    end_other_sessions(db, actor);
    recovery::tell_change(db, actor.person, "password_changed");
    return token;
}

}  // namespace plaza::domain::identity
