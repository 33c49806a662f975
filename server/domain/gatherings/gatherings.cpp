// SPDX-License-Identifier: EUPL-1.2
#include "domain/gatherings/gatherings.hpp"

#include "base/link_address.hpp"
#include "domain/gatherings/gatherings_sql.hpp"
#include "domain/live/events.hpp"
#include "domain/notifications/notifications.hpp"

#include <boost/json/parse.hpp>

namespace plaza::domain::gatherings {
namespace {

/// Who came up is told, and who looks at it sees it. `actor`: who made the place free, where it is known; they see it.
void tell_who_came_up(persistence::connection& db, std::int64_t thread, std::optional<std::int64_t> actor) {
    for (auto const& row : db.rows(sql::come_up, thread)) {
        if (row.person == actor) continue;
        notifications::tell(db, {row.person, "event_place", std::nullopt, thread, actor, {}});
    }
    live::in_thread(db, "event.changed", thread, "{}");
}

}  // namespace

base::result<std::int64_t> start(persistence::connection& db, base::actor const& actor,
                                 groups::visible_group const& group, new_gathering wanted) {
    if (wanted.ends_at <= wanted.starts_at) return base::invalid("ends_at", "not_after_start");
    if (!db.one(sql::ahead, wanted.ends_at, longest_days)) return base::invalid("ends_at", "not_ahead");
    if (wanted.place.empty() && wanted.link.empty()) return base::invalid("place", "place_or_link");
    if (!wanted.link.empty()) {
        auto address = base::safe_link(wanted.link);
        if (!address || !address->starts_with("http")) return base::invalid("link", "not_a_web_address");
        wanted.link = std::move(*address);
    }
    wanted.thread.kind = "event";
    auto const thread = threads::start(db, actor, group, std::move(wanted.thread));
    if (!thread) return thread.error();
    db.run(sql::insert, *thread, wanted.starts_at, wanted.ends_at, wanted.place, wanted.link, wanted.places);
    return *thread;
}

base::result<void> sign_up(persistence::connection& db, base::actor const& actor, threads::visible_thread const& thread,
                           bool coming) {
    auto const over = db.row(sql::over, thread.id());
    if (!over) return base::not_found();
    if (*over || thread.closed()) return base::conflict("event_over");
    auto const changed =
        coming ? db.run(sql::sign_up, thread.id(), actor.person) : db.run(sql::sign_off, thread.id(), actor.person);
    if (changed == 0) return {};
    tell_who_came_up(db, thread.id(), actor.person);
    return {};
}

void come_up(persistence::connection& db, std::string const& payload) {
    auto const thread = boost::json::parse(payload).as_object().at("thread").as_int64();
    if (!threads::hold(db, thread)) return;
    auto const over = db.row(sql::over, thread);
    if (over && !*over) tell_who_came_up(db, thread, std::nullopt);
}

}  // namespace plaza::domain::gatherings
