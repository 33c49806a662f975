// SPDX-License-Identifier: EUPL-1.2
#include "domain/polls/polls.hpp"

#include "domain/live/events.hpp"
#include "domain/polls/polls_sql.hpp"
#include "domain/threads/threads_sql.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>

namespace plaza::domain::polls {
namespace {

bool repeated(std::vector<std::string> options) {
    std::sort(options.begin(), options.end());
    return std::adjacent_find(options.begin(), options.end()) != options.end();
}

/// After the act: a line in the thread, which whoever looks at it reads again.
void record(persistence::connection& db, base::actor const& actor, std::int64_t thread, std::string const& act,
            std::string const& changes) {
    db.run(threads::sql::act, thread, act, actor.person, "", changes);
    live::in_thread(db, "poll.changed", thread, "{}");
    live::in_thread(db, "thread.ordered", thread, "{\"act\":\"" + act + "\"}");
}

}  // namespace

base::result<std::int64_t> start(persistence::connection& db, base::actor const& actor,
                                 groups::visible_group const& group, new_poll wanted) {
    if (wanted.options.size() < fewest_options) return base::invalid("options", "too_few");
    if (repeated(wanted.options)) return base::invalid("options", "repeated_option");
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

base::result<void> change(persistence::connection& db, base::actor const& actor, threads::visible_thread const& thread,
                          std::vector<std::string> const& options, std::optional<std::int64_t> closes_at,
                          std::int64_t version) {
    auto const poll = db.row(sql::find, thread.id());
    if (!poll) return base::not_found();
    if (!moderates(thread) && thread.author() != actor.person) return base::forbidden("not_the_author_nor_moderator");
    if (poll->over || thread.closed()) return base::conflict("poll_closed");
    std::vector<std::string> stand;
    for (auto const& row : db.rows(sql::options, thread.id())) stand.push_back(row.text);
    if (options.size() < stand.size() || !std::equal(stand.begin(), stand.end(), options.begin())) {
        return base::invalid("options", "only_added");
    }
    bool const added = options.size() > stand.size();
    bool const later = closes_at != poll->closes_at;
    // Also when it is sent once more, because the answer was lost: what is wanted is what stands.
    if (!added && !later) return {};
    if (version != poll->version) return base::conflict("conflict");
    if (added && repeated(options)) return base::invalid("options", "repeated_option");
    if (added && db.one(sql::anybody_voted, thread.id())) return base::conflict("poll_has_votes");
    // One without an end can be given one; an end that was said comes no sooner, but at once.
    if (later && poll->closes_at && (!closes_at || *closes_at < *poll->closes_at)) {
        return base::invalid("closes_at", "only_later");
    }
    if (later && !db.one(sql::ahead, *closes_at, longest_days)) return base::invalid("closes_at", "not_ahead");
    boost::json::array changes;
    if (later) changes.push_back(boost::json::parse(db.one(sql::other_end, thread.id(), *closes_at)));
    for (auto place = stand.size(); place < options.size(); ++place) {
        db.run(sql::insert_option, thread.id(), static_cast<int>(place) + 1, options[place]);
        changes.push_back({{"what", "option"}, {"before", nullptr}, {"after", options[place]}});
    }
    db.run(sql::change, thread.id(), closes_at);
    record(db, actor, thread.id(), "poll_changed", boost::json::serialize(changes));
    return {};
}

base::result<void> close(persistence::connection& db, base::actor const& actor, threads::visible_thread const& thread) {
    auto const poll = db.row(sql::find, thread.id());
    if (!poll) return base::not_found();
    if (!moderates(thread) && thread.author() != actor.person) return base::forbidden("not_the_author_nor_moderator");
    if (poll->over || thread.closed()) return {};
    db.run(sql::close, thread.id());
    record(db, actor, thread.id(), "poll_closed", "[]");
    return {};
}

void tell_votes(persistence::connection& db, std::string const& payload) {
    auto const thread = boost::json::parse(payload).as_object().at("thread").as_int64();
    if (threads::hold(db, thread)) live::in_thread(db, "poll.changed", thread, "{}");
}

}  // namespace plaza::domain::polls
