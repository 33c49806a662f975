// SPDX-License-Identifier: EUPL-1.2
#include "domain/notifications/spread.hpp"

#include "domain/notifications/notifications.hpp"
#include "domain/notifications/notifications_sql.hpp"
#include "domain/threads/threads.hpp"
#include "jobs/queue.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>

namespace plaza::domain::notifications {
namespace {

/// So many in one transaction hold their locks for less than a second.
constexpr int batch = 200;

/// A kind of their own for changes: a server of the release before leaves those to one that knows them.
constexpr char const* of_posts = "notifications.spread";
constexpr char const* of_edits = "notifications.spread_edit";
constexpr char const* of_acts = "notifications.spread_act";

void enqueue(persistence::connection& db, char const* kind, std::int64_t thread, int number, std::int64_t after) {
    boost::json::value const payload{{"thread", thread}, {"number", number}, {"after", after}};
    jobs::enqueue(db, kind, boost::json::serialize(payload));
}

/// `people`: the next ones that are to hear of the post, given thread, number and the last of those before. `cause`: where
/// it is not that of the post.
template <class People>
void tell_some(persistence::connection& db, char const* kind, std::string const& payload, char const* cause,
               People people) {
    auto const wanted = boost::json::parse(payload).as_object();
    auto const thread = wanted.at("thread").as_int64();
    auto const number = static_cast<int>(wanted.at("number").as_int64());
    if (!threads::hold(db, thread)) return;
    // Locked: a post that is deleted meanwhile is told of before, and taken back with the deletion.
    auto const post = db.row(sql::post_to_tell, thread, number);
    if (!post) return;
    auto const told = people(thread, number, wanted.at("after").as_int64());
    for (auto const& row : told) {
        tell(db, {row.person, cause ? cause : post->cause, std::nullopt, thread, post->author, {{"number", number}}});
    }
    if (told.size() == batch) enqueue(db, kind, thread, number, told.back().person);
}

}  // namespace

void spread(persistence::connection& db, std::int64_t thread, int number) {
    if (db.one(sql::anybody_wants, thread, number)) enqueue(db, of_posts, thread, number, 0);
}

void spread_edit(persistence::connection& db, std::int64_t thread, int number) {
    if (db.one(sql::anybody_follows, thread)) enqueue(db, of_edits, thread, number, 0);
}

void spread_some(persistence::connection& db, std::string const& payload) {
    tell_some(db, of_posts, payload, nullptr, [&](std::int64_t thread, int number, std::int64_t after) {
        return db.rows(sql::who_wants, thread, number, after, batch);
    });
}

void spread_some_edit(persistence::connection& db, std::string const& payload) {
    tell_some(db, of_edits, payload, "edited", [&](std::int64_t thread, int number, std::int64_t after) {
        return db.rows(sql::who_follows, thread, number, after, batch);
    });
}

void spread_act(persistence::connection& db, std::int64_t thread, std::string const& cause, std::int64_t actor,
                std::vector<std::int64_t> const& told) {
    if (!db.one(sql::anybody_follows, thread)) return;
    boost::json::value const payload{{"thread", thread},
                                     {"cause", cause},
                                     {"actor", actor},
                                     {"after", 0},
                                     {"told", boost::json::array(told.begin(), told.end())}};
    jobs::enqueue(db, of_acts, boost::json::serialize(payload));
}

void spread_some_act(persistence::connection& db, std::string const& payload) {
    auto wanted = boost::json::parse(payload).as_object();
    auto const thread = wanted.at("thread").as_int64();
    std::string const cause(wanted.at("cause").as_string());
    auto const actor = wanted.at("actor").as_int64();
    if (!threads::hold(db, thread)) return;
    constexpr int no_post = 0;
    auto const told = db.rows(sql::who_follows, thread, no_post, wanted.at("after").as_int64(), batch);
    auto const& before = wanted.at("told").as_array();
    for (auto const& row : told) {
        if (std::find(before.begin(), before.end(), row.person) == before.end())
            tell(db, {row.person, cause, std::nullopt, thread, actor, {}});
    }
    if (told.size() < batch) return;
    wanted["after"] = told.back().person;
    jobs::enqueue(db, of_acts, boost::json::serialize(wanted));
}

}  // namespace plaza::domain::notifications
