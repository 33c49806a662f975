// SPDX-License-Identifier: EUPL-1.2
#include "domain/gatherings/gatherings.hpp"

#include "base/link_address.hpp"
#include "domain/gatherings/gatherings_sql.hpp"
#include "domain/live/events.hpp"
#include "domain/notifications/notifications.hpp"
#include "domain/threads/threads_sql.hpp"
#include "jobs/queue.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace plaza::domain::gatherings {
namespace {

/// So many in one transaction hold their locks for less than a second.
constexpr int batch = 200;

/// What is wrong with them; else the link is as it is kept.
std::optional<base::problem> refuse(persistence::connection& db, facts& wanted) {
    if (wanted.ends_at <= wanted.starts_at) return base::invalid("ends_at", "not_after_start");
    if (!db.one(sql::ahead, wanted.ends_at, longest_days)) return base::invalid("ends_at", "not_ahead");
    if (wanted.sign_up_until && *wanted.sign_up_until > wanted.ends_at) {
        return base::invalid("sign_up_until", "after_end");
    }
    if (wanted.place.empty() && wanted.link.empty()) return base::invalid("place", "place_or_link");
    if (!wanted.link.empty()) {
        auto address = base::safe_link(wanted.link);
        if (!address || !address->starts_with("http")) return base::invalid("link", "not_a_web_address");
        wanted.link = std::move(*address);
    }
    return std::nullopt;
}

/// Who came up is told, and who looks at it sees it. `actor`: who made the place free, where it is known; they see it.
/// Of many that come up at once, the others are told by the next job.
void tell_who_came_up(persistence::connection& db, std::int64_t thread, std::optional<std::int64_t> actor) {
    auto const up = db.rows(sql::come_up, thread, batch);
    for (auto const& row : up) {
        if (row.person == actor) continue;
        notifications::tell(db, {row.person, "event_place", std::nullopt, thread, actor, {}});
    }
    if (up.size() == batch) db.run(sql::places_freed, thread);
    live::in_thread(db, "event.changed", thread, "{}");
}

bool keeps(base::actor const& actor, threads::visible_thread const& thread) {
    return moderates(thread) || thread.author() == actor.person;
}

void enqueue_telling(persistence::connection& db, std::int64_t thread, std::string const& cause, std::int64_t actor,
                     std::int64_t after) {
    boost::json::value const payload{{"thread", thread}, {"cause", cause}, {"actor", actor}, {"after", after}};
    jobs::enqueue(db, "gatherings.tell_guests", boost::json::serialize(payload));
}

/// After the act: a line in the thread, which whoever looks at it reads again; its author is told, where another did it.
void record(persistence::connection& db, base::actor const& actor, threads::visible_thread const& thread,
            std::string const& act, std::string const& reason, std::string const& changes, bool told) {
    db.run(threads::sql::act, thread.id(), act, actor.person, reason, changes);
    if (told) {
        notifications::tell(db, {thread.author(), act, std::nullopt, thread.id(), actor.person, {}});
        enqueue_telling(db, thread.id(), act, actor.person, 0);
    }
    live::in_thread(db, "event.changed", thread.id(), "{}");
    live::in_thread(db, "thread.ordered", thread.id(), "{\"act\":\"" + act + "\"}");
}

}  // namespace

base::result<std::int64_t> start(persistence::connection& db, base::actor const& actor,
                                 groups::visible_group const& group, new_gathering wanted) {
    auto& facts = wanted.facts;
    if (auto refusal = refuse(db, facts)) return *refusal;
    if (facts.sign_up_until && !db.one(sql::ahead, *facts.sign_up_until, longest_days)) {
        return base::invalid("sign_up_until", "not_ahead");
    }
    wanted.thread.kind = "event";
    auto const thread = threads::start(db, actor, group, std::move(wanted.thread));
    if (!thread) return thread.error();
    db.run(sql::insert, *thread, facts.starts_at, facts.ends_at, facts.place, facts.link, facts.places,
           facts.sign_up_until);
    return *thread;
}

base::result<void> change(persistence::connection& db, base::actor const& actor, threads::visible_thread const& thread,
                          facts wanted, std::int64_t version) {
    auto const stands = db.row(sql::stands, thread.id());
    if (!stands) return base::not_found();
    if (!keeps(actor, thread)) return base::forbidden("not_the_author_nor_moderator");
    if (stands->over) return base::conflict("event_over");
    if (stands->cancelled) return base::conflict("event_cancelled");
    if (auto refusal = refuse(db, wanted)) return *refusal;
    auto const changes = db.one(sql::differs, thread.id(), wanted.starts_at, wanted.ends_at, wanted.place, wanted.link,
                                wanted.places, wanted.sign_up_until);
    // Also when it is sent once more, because the answer was lost: what is wanted is what stands.
    if (changes.none) return {};
    if (version != stands->version) return base::conflict("conflict");
    if (wanted.places && *wanted.places < stands->coming) return base::invalid("places", "fewer_than_coming");
    db.run(sql::change, thread.id(), wanted.starts_at, wanted.ends_at, wanted.place, wanted.link, wanted.places,
           wanted.sign_up_until);
    db.run(sql::places_freed, thread.id());
    record(db, actor, thread, "event_changed", "", changes.said, changes.moved);
    return {};
}

base::result<void> cancel(persistence::connection& db, base::actor const& actor, threads::visible_thread const& thread,
                          std::string const& reason) {
    auto const stands = db.row(sql::stands, thread.id());
    if (!stands) return base::not_found();
    if (!keeps(actor, thread)) return base::forbidden("not_the_author_nor_moderator");
    if (stands->over) return base::conflict("event_over");
    if (stands->cancelled) return {};
    db.run(sql::cancel, thread.id(), reason);
    record(db, actor, thread, "event_cancelled", reason, "[]", true);
    return {};
}

base::result<void> restore(persistence::connection& db, base::actor const& actor,
                           threads::visible_thread const& thread) {
    auto const stands = db.row(sql::stands, thread.id());
    if (!stands) return base::not_found();
    if (!keeps(actor, thread)) return base::forbidden("not_the_author_nor_moderator");
    if (stands->over) return base::conflict("event_over");
    if (!stands->cancelled) return {};
    db.run(sql::restore, thread.id());
    db.run(sql::places_freed, thread.id());
    record(db, actor, thread, "event_restored", "", "[]", true);
    return {};
}

base::result<void> sign_up(persistence::connection& db, base::actor const& actor, threads::visible_thread const& thread,
                           bool coming) {
    auto const stands = db.row(sql::stands, thread.id());
    if (!stands) return base::not_found();
    if (stands->over || thread.closed()) return base::conflict("event_over");
    if (stands->cancelled) return base::conflict("event_cancelled");
    if (coming && stands->sign_up_over && !db.one(sql::signed_up, thread.id(), actor.person)) {
        return base::conflict("sign_up_over");
    }
    auto const changed =
        coming ? db.run(sql::sign_up, thread.id(), actor.person) : db.run(sql::sign_off, thread.id(), actor.person);
    if (changed == 0) return {};
    tell_who_came_up(db, thread.id(), actor.person);
    return {};
}

void come_up(persistence::connection& db, std::string const& payload) {
    auto const thread = boost::json::parse(payload).as_object().at("thread").as_int64();
    if (!threads::hold(db, thread)) return;
    auto const stands = db.row(sql::stands, thread);
    if (stands && !stands->over && !stands->cancelled) tell_who_came_up(db, thread, std::nullopt);
}

void tell_guests(persistence::connection& db, std::string const& payload) {
    auto const wanted = boost::json::parse(payload).as_object();
    auto const thread = wanted.at("thread").as_int64();
    std::string const cause(wanted.at("cause").as_string());
    auto const actor = wanted.at("actor").as_int64();
    if (!threads::hold(db, thread)) return;
    auto const stands = db.row(sql::stands, thread);
    if (!stands || stands->over) return;
    // What was taken back meanwhile is told by the job of that.
    if (cause != "event_changed" && stands->cancelled != (cause == "event_cancelled")) return;
    auto const told = db.rows(sql::guests, thread, wanted.at("after").as_int64(), batch);
    for (auto const& row : told) notifications::tell(db, {row.person, cause, std::nullopt, thread, actor, {}});
    if (told.size() == batch) enqueue_telling(db, thread, cause, actor, told.back().person);
}

}  // namespace plaza::domain::gatherings
