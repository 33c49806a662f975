// SPDX-License-Identifier: EUPL-1.2
#include "domain/routing/routing.hpp"

#include "domain/accountability/audit.hpp"
#include "domain/notifications/notifications.hpp"
#include "domain/routing/decision.hpp"
#include "domain/routing/routing_sql.hpp"
#include "domain/similar/similar.hpp"
#include "jobs/queue.hpp"
#include "persistence/array.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value_to.hpp>

#include <algorithm>

namespace plaza::domain::routing {
namespace {

/// Threads like the question whose answers speak for who wrote them.
constexpr std::size_t most_alike = 50;

void ask_soon(persistence::connection& db, std::int64_t thread) {
    jobs::enqueue(db, "routing.ask", boost::json::serialize(boost::json::value{{"thread", thread}}));
}

candidate read(sql::candidate_row const& row) {
    candidate one{row.person, {}, row.town, row.asked_lately, row.weekly, row.away, row.declined};
    auto const known = boost::json::parse(row.evidence);
    for (auto const& value : known.as_array()) {
        auto const& e = value.as_object();
        one.known.push_back({boost::json::value_to<std::string>(e.at("source")),
                             e.at("name").is_null() ? "" : boost::json::value_to<std::string>(e.at("name")),
                             e.at("times").to_number<int>(), e.at("accepted").to_number<int>(),
                             e.at("month").to_number<double>(), e.at("half_year").to_number<double>(),
                             e.at("years").to_number<double>()});
    }
    return one;
}

boost::json::array said_of(std::vector<reason> const& why) {
    boost::json::array out;
    for (auto const& one : why)
        out.push_back({{"why", one.source},
                       {"name", one.name.empty() ? boost::json::value() : boost::json::value(one.name)},
                       {"times", one.times}});
    return out;
}

standing of(sql::standing_row const& row) {
    return {row.waits, row.hosts_due, row.network_due, row.hosts_asked, row.network_asked};
}

void tell_step(persistence::connection& db, std::int64_t thread, std::vector<std::int64_t> const& people,
               std::string const& cause, std::string_view action) {
    for (auto const person : people) {
        notifications::tell(db, {person, cause, std::nullopt, thread, std::nullopt, {{"number", 1}}});
        audit::write(db, {}, action, "thread", thread, {{"person", std::to_string(person)}});
    }
    if (people.empty()) audit::write(db, {}, action, "thread", thread, {{"people", "0"}});
}

}  // namespace

void begin(persistence::connection& db, std::int64_t thread) {
    if (db.one(sql::begin, thread)) ask_soon(db, thread);
}

void ask(persistence::connection& db, std::string const& payload) {
    auto const thread = boost::json::parse(payload).at("thread").to_number<std::int64_t>();
    if (!threads::hold(db, thread)) return;
    db.run(sql::hold);
    auto const row = db.row(sql::standing, thread);
    if (!row || !row->waits) return;
    auto const asked = static_cast<std::size_t>(row->asked), open = static_cast<std::size_t>(row->open);
    if (open >= most_asked || asked >= most_in_all) return;
    auto const question = db.one(sql::question, thread);
    std::vector<std::int64_t> alike;
    std::vector<std::string> likeness;
    for (auto const& one : similar::nearest(db, question.author, question.title, most_alike)) {
        alike.push_back(one.thread);
        likeness.push_back(std::to_string(one.score));
    }
    std::vector<candidate> people;
    for (auto const& one :
         db.rows(sql::candidates, thread, persistence::array_of(alike), persistence::array_of(likeness)))
        people.push_back(read(one));
    auto const found = choose(people, std::min(most_asked - open, most_in_all - asked));
    for (auto const& one : found) {
        auto why = said_of(one.why);
        db.run(sql::ask, thread, one.person, boost::json::serialize(why));
        notifications::tell(
            db, {one.person, "routed", std::nullopt, thread, std::nullopt, {{"number", 1}, {"why", std::move(why)}}});
        audit::write(db, {}, "question.routed", "thread", thread, {{"person", std::to_string(one.person)}});
    }
    if (!found.empty()) {
        db.run(sql::asked, thread);
    } else if (!row->asked_anybody) {
        db.run(sql::nobody, thread);
    }
}

void walk(persistence::connection& db) {
    /// Of one round; the next ones come with the next.
    constexpr int most = 100;
    for (auto const thread : db.rows(sql::due, most)) {
        // The thread first, as who writes in it does. Another process may have looked meanwhile.
        if (!threads::hold(db, thread) || !db.row(sql::take_due, thread)) continue;
        auto const row = db.row(sql::standing, thread);
        if (!row) continue;
        auto const then = next(of(*row), row->now);
        if (then.now == step::hosts) {
            tell_step(db, thread, db.rows(sql::hosts, thread), "question_waits", "question.hosts_asked");
            db.run(sql::hosts_asked, thread);
        } else if (then.now == step::network) {
            tell_step(db, thread, db.rows(sql::network_hosts, thread), "question_waits", "question.network_asked");
            db.run(sql::network_asked, thread);
        }
        db.run(sql::look_again, thread, then.look_again);
    }
}

base::result<void> say(persistence::connection& db, base::actor const& actor, threads::visible_thread const& thread,
                       std::string const& said) {
    auto const before = db.row(sql::said, thread.id(), actor.person);
    if (!before) return base::not_found();
    if (*before == said || *before == "declined") return {};
    db.run(sql::say, thread.id(), actor.person, said);
    if (said == "declined") db.run(sql::decline, thread.id(), actor.person);
    audit::write(db, actor, "question." + said, "thread", thread.id(), {});
    if (!*before) ask_soon(db, thread.id());
    return {};
}

void set_weekly(persistence::connection& db, base::actor const& actor, int weekly) {
    db.run(sql::set_weekly, actor.person, weekly);
}

base::result<void> ask_again(persistence::connection& db, base::actor const& actor, std::int64_t declined) {
    if (db.run(sql::ask_again, actor.person, declined) == 0) return base::not_found();
    return {};
}

}  // namespace plaza::domain::routing
