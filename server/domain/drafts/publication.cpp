// SPDX-License-Identifier: EUPL-1.2
#include "domain/drafts/publication.hpp"

#include "domain/drafts/drafts_sql.hpp"
#include "domain/drafts/publication_sql.hpp"
#include "domain/notifications/notifications.hpp"
#include "jobs/queue.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

namespace plaza::domain::drafts {
namespace {

/// Of one walk of the clock; the next comes seconds later.
constexpr int batch = 200;

std::string told(base::problem const& why) {
    boost::json::object errors;
    for (auto const& [field, code] : why.errors) {
        auto& codes = errors[field];
        if (!codes.is_array()) codes = boost::json::array();
        codes.as_array().emplace_back(code);
    }
    return boost::json::serialize(boost::json::object{{"type", why.type}, {"errors", std::move(errors)}});
}

void tell_refused(persistence::connection& db) {
    for (auto const& row : db.rows(sql::to_tell)) {
        notifications::tell(db, {row.person,
                                 row.why == "sessions_ended" ? "scheduled_stopped" : "scheduled_refused",
                                 std::nullopt,
                                 std::nullopt,
                                 std::nullopt,
                                 {{"title", row.title}, {"link", "/borradores"}}});
    }
}

}  // namespace

void hold(persistence::connection& db, std::int64_t person) { db.run(sql::hold, person); }

base::result<void> check_time(persistence::connection& db, base::actor const& actor, std::string const& place,
                              std::int64_t at) {
    auto const time = db.one(sql::time, actor.person, place, at, soonest_seconds, latest_days);
    if (time.too_soon) return base::invalid("publish_at", "too_soon");
    if (time.too_late) return base::invalid("publish_at", "too_late");
    return {};
}

base::result<std::int64_t> schedule(persistence::connection& db, base::actor const& actor, draft wanted,
                                    publication const& when) {
    bool const is_new = wanted.version == 0;
    auto const before = db.row(sql::before, actor.person, wanted.place);
    // What it was made from was published or discarded in the meantime: it must not come twice.
    if (before ? before->ended : !is_new) return base::conflict("conflict");
    // They did not learn that it was kept, and send it once more as it is by now.
    if (before && is_new && before->sent_once) wanted.version = before->version;
    auto const version = save(db, actor, wanted);
    if (!version) return version.error();
    db.run(sql::schedule, actor.person, wanted.place, when.at, when.group, when.way, when.request, *version, is_new,
           actor.session);
    return *version;
}

base::result<void> unschedule(persistence::connection& db, base::actor const& actor, std::string const& place) {
    hold(db, actor.person);
    if (db.run(sql::unschedule, actor.person, place) == 0) return base::not_found();
    // Its days begin now: they did not count while it waited.
    db.run(sql::touch, actor.person, place);
    return {};
}

void refused(persistence::connection& db, std::int64_t person, std::string const& place, base::problem const& why) {
    db.run(sql::refuse, person, place, told(why));
    db.run(sql::touch, person, place);
    tell_refused(db);
}

void sessions_ended(persistence::connection& db, std::int64_t person, std::int64_t going_on) {
    hold(db, person);
    if (db.run(sql::sessions_ended, person, going_on) > 0) tell_refused(db);
}

void session_ended(persistence::connection& db, std::int64_t person, std::int64_t session) {
    hold(db, person);
    if (db.run(sql::session_ended, person, session) > 0) tell_refused(db);
}

void start_due(persistence::connection& db) {
    for (auto const& row : db.rows(sql::due, batch)) {
        boost::json::object const payload{{"person", row.person}, {"place", row.place}};
        jobs::enqueue(db, "drafts.publish", boost::json::serialize(payload),
                      "publish:" + std::to_string(row.person) + ":" + row.place);
    }
    tell_refused(db);
}

}  // namespace plaza::domain::drafts
