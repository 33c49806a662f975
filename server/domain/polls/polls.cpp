// SPDX-License-Identifier: EUPL-1.2
#include "domain/polls/polls.hpp"

#include "domain/live/events.hpp"
#include "domain/polls/polls_sql.hpp"

#include <boost/json/parse.hpp>

#include <algorithm>

namespace plaza::domain::polls {

base::result<std::int64_t> start(persistence::connection& db, base::actor const& actor,
                                 groups::visible_group const& group, new_poll wanted) {
    if (wanted.options.size() < fewest_options) return base::invalid("options", "too_few");
    auto sorted = wanted.options;
    std::sort(sorted.begin(), sorted.end());
    if (std::adjacent_find(sorted.begin(), sorted.end()) != sorted.end())
        return base::invalid("options", "repeated_option");
    if (wanted.closes_at && !db.one(sql::ahead, *wanted.closes_at, longest_days)) {
        return base::invalid("closes_at", "not_ahead");
    }
    wanted.thread.kind = "poll";
    auto const thread = threads::start(db, actor, group, std::move(wanted.thread));
    if (!thread) return thread.error();
    db.run(sql::insert, *thread, wanted.multiple, wanted.closes_at);
    int place = 0;
    for (auto const& option : wanted.options) db.run(sql::insert_option, *thread, ++place, option);
    return *thread;
}

base::result<void> vote(persistence::connection& db, base::actor const& actor, threads::visible_thread const& thread,
                        std::vector<std::int64_t> places) {
    auto const poll = db.row(sql::find, thread.id());
    if (!poll) return base::not_found();
    if (poll->over || thread.closed()) return base::conflict("poll_closed");
    std::sort(places.begin(), places.end());
    places.erase(std::unique(places.begin(), places.end()), places.end());
    if (!poll->multiple && places.size() > 1) return base::invalid("options", "too_many_chosen");
    if (!places.empty() && places.back() > poll->options) return base::invalid("options", "unknown_option");
    db.run(sql::take_back, thread.id(), actor.person);
    for (auto const place : places) db.run(sql::vote, thread.id(), static_cast<int>(place), actor.person);
    db.run(sql::tell_soon, thread.id(), told_within);
    return {};
}

void tell_votes(persistence::connection& db, std::string const& payload) {
    auto const thread = boost::json::parse(payload).as_object().at("thread").as_int64();
    if (threads::hold(db, thread)) live::in_thread(db, "poll.changed", thread, "{}");
}

}  // namespace plaza::domain::polls
