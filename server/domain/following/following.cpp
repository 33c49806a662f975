// SPDX-License-Identifier: EUPL-1.2
#include "domain/following/following.hpp"

#include "domain/following/following_sql.hpp"
#include "domain/live/events.hpp"
#include "jobs/queue.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace plaza::domain::following {
namespace {

/// So many in one transaction hold it for less than a second.
constexpr int batch = 500;
constexpr char const* show = "following.show_started";

/// Of two at once one waits, so that neither passes the limit.
base::result<void> add(persistence::connection& db, base::actor const& actor,
                       persistence::query<bool(sql::id, sql::id, int)> const& query, std::int64_t what, int most) {
    db.run(sql::lock, actor.person);
    if (!db.one(query, actor.person, what, most)) return base::conflict("too_many_followed");
    return {};
}

void enqueue(persistence::connection& db, std::int64_t thread, std::int64_t after) {
    jobs::enqueue(db, show, boost::json::serialize(boost::json::value{{"thread", thread}, {"after", after}}));
}

}  // namespace

base::result<std::int64_t> known_person(persistence::connection& db, base::actor const& actor, std::int64_t person) {
    if (!db.one(sql::knows_person, actor.person, person)) return base::not_found();
    return person;
}

base::result<std::int64_t> known_tag(persistence::connection& db, base::actor const& actor, std::string const& name) {
    auto const tag = db.row(sql::known_tag, actor.person, name);
    if (!tag) return base::not_found();
    return *tag;
}

base::result<void> follow_person(persistence::connection& db, base::actor const& actor, std::int64_t person) {
    if (person == actor.person) return base::conflict("follow_yourself");
    return add(db, actor, sql::follow_person, person, most_people);
}

base::result<void> follow_tag(persistence::connection& db, base::actor const& actor, std::int64_t tag) {
    return add(db, actor, sql::follow_tag, tag, most_tags);
}

base::result<void> follow_thread(persistence::connection& db, base::actor const& actor,
                                 threads::visible_thread const& thread) {
    return add(db, actor, sql::follow_thread, thread.id(), most_threads);
}

void thread_started(persistence::connection& db, std::int64_t thread) {
    if (db.one(sql::has_readers, thread)) enqueue(db, thread, 0);
}

void show_started(persistence::connection& db, std::string const& payload) {
    auto const told = boost::json::parse(payload).as_object();
    auto const thread = told.at("thread").as_int64();
    if (!threads::hold(db, thread)) return;
    auto const readers = db.rows(sql::readers_after, thread, told.at("after").as_int64(), batch);
    for (auto const& reader : readers) {
        if (!reader.data.empty()) {
            live::to_person(db, "thread.followed", reader.person, reader.group, thread, reader.data);
        }
    }
    if (readers.size() == batch) enqueue(db, thread, readers.back().person);
}

}  // namespace plaza::domain::following
