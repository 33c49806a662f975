// SPDX-License-Identifier: EUPL-1.2
#include "domain/notifications/notifications.hpp"

#include "domain/live/events.hpp"
#include "domain/notifications/notifications_sql.hpp"

#include <boost/json/serialize.hpp>

namespace plaza::domain::notifications {
namespace {

/// Other devices of the same person follow.
void tell_read(persistence::connection& db, base::actor const& actor, std::vector<sql::read_row> const& read) {
    for (auto const& row : read) {
        live::to_person(db, "notification", actor.person, row.group, row.thread, row.data);
    }
}

}  // namespace

void tell(persistence::connection& db, notice wanted) {
    std::optional<int> number;
    if (auto const* found = wanted.facts.if_contains("number")) {
        number = static_cast<int>(found->as_int64());
        wanted.facts.erase("number");
    }
    auto told = db.row(sql::tell, wanted.person, wanted.cause, wanted.group, wanted.thread, wanted.actor, number,
                       boost::json::serialize(wanted.facts), most_posts);
    if (!told) return;
    live::to_person(db, "notification", wanted.person, told->group, wanted.thread, std::move(told->data), number);
}

bool better_by_name(persistence::connection& db, std::int64_t person, std::string const& cause, std::int64_t group,
                    std::int64_t thread) {
    return db.one(sql::better_by_name, person, cause, group, thread);
}

base::result<void> mark_read(persistence::connection& db, base::actor const& actor, std::int64_t id) {
    if (!db.one(sql::visible, actor.person, id)) return base::not_found();
    db.one(sql::hold, actor.person, id);
    tell_read(db, actor, db.rows(sql::mark_read, actor.person, id));
    return {};
}

void mark_all_read(persistence::connection& db, base::actor const& actor, std::int64_t up_to) {
    if (auto data = db.row(sql::mark_all_read, actor.person, up_to)) {
        live::to_person(db, "notifications.read", actor.person, std::nullopt, std::nullopt, std::move(*data));
    }
}

void mark_thread_read(persistence::connection& db, base::actor const& actor, std::int64_t thread, int number) {
    db.one(sql::hold_of_thread, actor.person, thread);
    tell_read(db, actor, db.rows(sql::mark_thread_read, actor.person, thread, number));
}

void prune(persistence::connection& db) { db.run(sql::prune, kept_days); }

}  // namespace plaza::domain::notifications
