// SPDX-License-Identifier: EUPL-1.2
#include "domain/announcements/announcements.hpp"

#include "domain/accountability/audit.hpp"
#include "domain/announcements/announcements_sql.hpp"
#include "domain/live/events.hpp"
#include "domain/notifications/notifications.hpp"
#include "jobs/queue.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace plaza::domain::announcements {
namespace {

/// So many in one transaction hold their locks for less than a second.
constexpr int batch = 200;

void enqueue(persistence::connection& db, std::int64_t thread, std::int64_t after) {
    boost::json::value const payload{{"thread", thread}, {"after", after}};
    jobs::enqueue(db, "announcements.spread", boost::json::serialize(payload));
}

/// Under the lock that keeps two of them from being made at once.
std::optional<base::problem> too_soon(char const* code, std::optional<int> wait) {
    if (!wait) return std::nullopt;
    return base::problem{429, code, {}, std::max(1, *wait)};
}

}  // namespace

base::result<std::int64_t> make(persistence::connection& db, base::actor const& actor,
                                groups::visible_group const& group, new_announcement wanted) {
    if (auto refusal = groups::refuse_archived(group)) return *refusal;
    if (wanted.network) {
        if (!db.one(sql::speaks_for_network, actor.person)) return base::forbidden("not_a_network_speaker");
        if (group.kind() != "open") return base::invalid("network", "group_not_open");
        db.run(sql::hold_network);
    }
    auto const refusal =
        wanted.urgent_reason
            ? too_soon("too_many_urgent", db.row(sql::wait_of_urgent, group.id(), wanted.network, most_urgent))
        : wanted.network ? too_soon("announced_lately", db.row(sql::wait_of_network, network_days))
                         : too_soon("announced_lately", db.row(sql::wait_of_group, group.id(), group_days));
    if (refusal) return *refusal;
    wanted.thread.kind = "announcement";
    auto const thread = threads::start(db, actor, group, std::move(wanted.thread));
    if (!thread) return thread.error();
    db.run(sql::insert, *thread, group.id(), wanted.network, wanted.urgent_reason, shown_days);
    db.run(sql::acknowledge, *thread, actor.person);
    audit::write(db, actor, "announcement.made", "thread", *thread,
                 {{"to", wanted.network ? "network" : "group"}, {"urgent", wanted.urgent_reason.value_or("")}});
    enqueue(db, *thread, 0);
    return *thread;
}

base::result<void> acknowledge(persistence::connection& db, base::actor const& actor,
                               threads::visible_thread const& thread) {
    if (thread.kind() != "announcement") return base::not_found();
    if (!db.one(sql::is_for, actor.person, thread.id())) return base::forbidden("not_a_member");
    if (db.run(sql::acknowledge, thread.id(), actor.person) == 0) return {};
    live::to_person(db, "announcement.read", actor.person, thread.group(), thread.id(), "{}");
    threads::mark_read(db, actor, thread, 1);
    return {};
}

bool keeps(base::actor const& actor, threads::visible_thread const& thread) {
    return thread.author() == actor.person ||
           (thread.role() && groups::rank_of(*thread.role()) >= groups::rank_of("host"));
}

void spread_some(persistence::connection& db, std::string const& payload) {
    auto const wanted = boost::json::parse(payload).as_object();
    auto const thread = wanted.at("thread").as_int64();
    if (!threads::hold(db, thread)) return;
    auto const told = db.rows(sql::to_tell, thread, wanted.at("after").as_int64(), batch);
    for (auto const& row : told) {
        notifications::tell(db, {row.person, "announcement", std::nullopt, thread, row.author, {{"number", 1}}});
    }
    if (told.size() == batch) enqueue(db, thread, told.back().person);
}

}  // namespace plaza::domain::announcements
