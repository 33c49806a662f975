// SPDX-License-Identifier: EUPL-1.2
#include "domain/validity/validity.hpp"

#include "domain/accountability/audit.hpp"
#include "domain/articles/articles.hpp"
#include "domain/groups/groups.hpp"
#include "domain/live/events.hpp"
#include "domain/norms/norms_sql.hpp"
#include "domain/notifications/notifications.hpp"
#include "domain/validity/validity_sql.hpp"
#include "jobs/queue.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace plaza::domain::validity {
namespace {

constexpr char const* job = "validity.norm_changed";
constexpr char const* taken_back_job = "validity.change_taken_back";
/// So many in one transaction hold their locks for less than a second.
constexpr int batch = 100;

/// Of a vote, a date or a word of thanks nobody asks whether it still holds.
bool may_cease(threads::visible_thread const& thread) {
    return thread.kind() != "poll" && thread.kind() != "event" && thread.kind() != "thanks";
}

bool may_supersede(base::actor const& actor, threads::visible_thread const& thread) {
    return thread.author() == actor.person ||
           (thread.role() && groups::rank_of(*thread.role()) >= groups::rank_of("host"));
}

bool may_plan(persistence::connection& db, base::actor const& actor, threads::visible_thread const& thread) {
    return may_supersede(actor, thread) || articles::writes(db, actor, thread);
}

void tell_who_wrote(persistence::connection& db, std::string const& cause, std::int64_t thread,
                    std::optional<std::int64_t> actor, boost::json::object const& facts = {}) {
    for (auto const person : db.rows(sql::wrote, thread)) {
        notifications::tell(db, {person, cause, std::nullopt, thread, actor, facts});
    }
}

void go_on(persistence::connection& db, char const* with, std::int64_t change, std::int64_t after) {
    jobs::enqueue(db, with, boost::json::serialize(boost::json::object{{"change", change}, {"after", after}}));
}

}  // namespace

base::result<void> check(persistence::connection& db, base::actor const& actor, threads::visible_thread const& thread,
                         bool holds, std::string const& reason) {
    if (!may_cease(thread)) return base::invalid("holds", "not_in_this_kind");
    if (!holds && reason.empty()) return base::invalid("reason", "required");
    db.run(sql::add_check, thread.id(), actor.person, holds, reason);
    db.run(sql::settle, thread.id(), actor.person, holds);
    live::of_thread(db, "thread.changed", thread.id());
    if (!holds) tell_who_wrote(db, "no_longer_holds", thread.id(), actor.person);
    return {};
}

base::result<void> ask(persistence::connection& db, base::actor const& actor, threads::visible_thread const& thread) {
    if (!may_cease(thread)) return base::invalid("thread", "not_in_this_kind");
    if (!db.one(sql::ask, thread.id(), actor.person)) return {};
    live::of_thread(db, "thread.changed", thread.id());
    tell_who_wrote(db, "check_asked", thread.id(), actor.person);
    return {};
}

base::result<void> supersede(persistence::connection& db, base::actor const& actor,
                             threads::visible_thread const& thread, std::int64_t by) {
    if (!may_supersede(actor, thread)) return base::forbidden("not_the_author");
    auto const other = threads::access_thread(db, actor, by, groups::need::read);
    if (!other) return base::invalid("by", "unknown_thread");
    db.run(sql::hold_places);
    auto const place = db.one(sql::place, thread.id(), by, longest_line);
    if (place.leads_back) return base::invalid("by", "itself");
    if (!place.for_all) return base::invalid("by", "not_for_all_readers");
    if (db.run(sql::supersede, thread.id(), by) == 0) return {};
    audit::write(db, actor, "thread.superseded", "thread", thread.id(), {});
    live::of_thread(db, "thread.changed", thread.id());
    return {};
}

base::result<void> reinstate(persistence::connection& db, base::actor const& actor,
                             threads::visible_thread const& thread) {
    if (!may_supersede(actor, thread)) return base::forbidden("not_the_author");
    if (db.run(sql::reinstate, thread.id()) == 0) return {};
    audit::write(db, actor, "thread.reinstated", "thread", thread.id(), {});
    live::of_thread(db, "thread.changed", thread.id());
    return {};
}

base::result<std::int64_t> norm_changed(persistence::connection& db, base::actor const& actor, std::string const& slug,
                                        std::string const& day, std::string const& sentence,
                                        std::vector<std::string> const& articles) {
    auto const norm = db.row(norms::sql::find, slug);
    if (!norm) return base::not_found();
    auto const change = db.one(sql::add_change, norm->id, day, sentence, actor.person,
                               boost::json::serialize(boost::json::array(articles.begin(), articles.end())));
    audit::write(db, actor, "norm.changed", "norm", norm->serial, {{"norm", norm->id}, {"on", day}});
    go_on(db, job, change, 0);
    return change;
}

base::result<void> take_back_change(persistence::connection& db, base::actor const& actor, std::string const& slug,
                                    std::int64_t change) {
    auto const norm = db.row(norms::sql::find, slug);
    if (!norm || !db.row(sql::touched_change, norm->id, change)) return base::not_found();
    db.run(sql::take_back, change);
    audit::write(db, actor, "norm.change_removed", "norm", norm->serial, {{"norm", norm->id}});
    go_on(db, taken_back_job, change, 0);
    return {};
}

void change_taken_back_some(persistence::connection& db, std::string const& payload) {
    auto const asked = boost::json::parse(payload).as_object();
    auto const change = asked.at("change").to_number<std::int64_t>();
    auto const threads = db.rows(sql::threads_of_change, change, asked.at("after").to_number<std::int64_t>(), batch);
    for (auto const thread : threads) {
        if (!threads::hold(db, thread)) continue;
        if (db.run(sql::mark_by_another, change, thread) > 0) live::of_thread(db, "thread.changed", thread);
    }
    if (threads.size() == batch)
        go_on(db, taken_back_job, change, threads.back());
    else
        db.run(sql::remove_change, change);
}

void norm_changed_some(persistence::connection& db, std::string const& payload) {
    auto const asked = boost::json::parse(payload).as_object();
    auto const change = asked.at("change").to_number<std::int64_t>();
    if (!db.row(sql::hold_change, change)) return;
    auto const threads = db.rows(sql::cite_changed, change, asked.at("after").to_number<std::int64_t>(), batch);
    for (auto const thread : threads) {
        // Whoever checks one holds the thread first and what stands of its validity after; so does this.
        if (!threads::hold(db, thread)) continue;
        if (!db.one(sql::mark, thread, change)) continue;
        live::of_thread(db, "thread.changed", thread);
        tell_who_wrote(db, "norm_changed", thread, std::nullopt);
    }
    if (threads.size() == batch) go_on(db, job, change, threads.back());
}

base::result<void> set_review(persistence::connection& db, base::actor const& actor,
                              threads::visible_thread const& thread, std::string const& day,
                              std::optional<std::int64_t> owner) {
    if (!may_cease(thread)) return base::invalid("thread", "not_in_this_kind");
    if (!may_plan(db, actor, thread)) return base::forbidden("not_the_author");
    auto const person = owner.value_or(actor.person);
    if (!db.one(sql::belongs, thread.id(), person)) return base::invalid("owner", "not_a_member");
    if (!db.one(sql::ahead, day)) return base::invalid("on", "not_ahead");
    db.run(sql::set_review, thread.id(), day, person);
    return {};
}

base::result<void> drop_review(persistence::connection& db, base::actor const& actor,
                               threads::visible_thread const& thread) {
    if (!may_plan(db, actor, thread)) return base::forbidden("not_the_author");
    db.run(sql::drop_review, thread.id());
    return {};
}

void tell_due(persistence::connection& db) {
    /// Of one round; the next ones come within the hour.
    constexpr int most = 200;
    for (auto const thread : db.rows(sql::due, most)) {
        if (!threads::hold(db, thread)) continue;
        auto const reviewer = db.row(sql::take_due, thread);
        if (reviewer) notifications::tell(db, {*reviewer, "review_due", std::nullopt, thread, std::nullopt, {}});
    }
}

}  // namespace plaza::domain::validity
