// SPDX-License-Identifier: EUPL-1.2
#include "domain/order/order.hpp"

#include "domain/accountability/audit.hpp"
#include "domain/groups/groups.hpp"
#include "domain/live/events.hpp"
#include "domain/notifications/notifications.hpp"
#include "domain/notifications/spread.hpp"
#include "domain/order/order_sql.hpp"
#include "domain/threads/threads_sql.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <vector>

namespace plaza::domain::order {
namespace {

/// After the act itself: its author hears of it at once, the others by a job; who has the thread open reads it again.
void tell(persistence::connection& db, base::actor const& actor, std::int64_t thread, std::vector<std::int64_t> people,
          std::string const& act, std::string const& cause) {
    // In one order, as everywhere: who tells the same people at once does not wait for each other.
    std::sort(people.begin(), people.end());
    people.erase(std::unique(people.begin(), people.end()), people.end());
    for (auto const person : people) notifications::tell(db, {person, cause, std::nullopt, thread, actor.person, {}});
    notifications::spread_act(db, thread, cause, actor.person, people);
    live::of_thread(db, "thread.changed", thread);
    live::in_thread(db, "thread.ordered", thread, "{\"act\":\"" + act + "\"}");
}

/// Whose thread it is learns that it went, not where, if they may not read it there.
void tell_away(persistence::connection& db, base::actor const& actor, threads::visible_thread const& was,
               std::int64_t becomes, std::string const& title) {
    if (db.one(sql::reads, was.author(), becomes)) return;
    notifications::notice gone{was.author(), "thread_moved_away", was.group(),
                               std::nullopt, actor.person,        {{"title", title}}};
    notifications::tell(db, std::move(gone));
}

bool only_posts(std::string const& kind) { return kind == "question" || kind == "update"; }

}  // namespace

base::result<void> close(persistence::connection& db, base::actor const& actor, threads::visible_thread const& thread,
                         std::string const& reason) {
    if (!moderates(thread) && thread.author() != actor.person) return base::forbidden("not_the_author_nor_moderator");
    if (db.run(sql::close, thread.id(), actor.person) == 0) return {};
    db.run(threads::sql::act, thread.id(), "closed", actor.person, reason, "[]");
    audit::write(db, actor, "thread.closed", "thread", thread.id(), {});
    tell(db, actor, thread.id(), {thread.author()}, "closed", "thread_closed");
    return {};
}

base::result<void> reopen(persistence::connection& db, base::actor const& actor,
                          threads::visible_thread const& thread) {
    if (!moderates(thread)) {
        if (thread.author() != actor.person) return base::forbidden("not_the_author_nor_moderator");
        auto const by = db.row(sql::closed_by, thread.id());
        if (by && *by != actor.person) return base::forbidden("closed_by_moderator");
    }
    db.run(sql::wait_again, thread.id(), actor.person);
    if (db.run(sql::reopen, thread.id()) == 0) return {};
    db.run(sql::drop_duplicate, thread.id());
    db.run(threads::sql::act, thread.id(), "reopened", actor.person, "", "[]");
    audit::write(db, actor, "thread.reopened", "thread", thread.id(), {});
    tell(db, actor, thread.id(), {thread.author()}, "reopened", "thread_reopened");
    return {};
}

base::result<void> mark_duplicate(persistence::connection& db, base::actor const& actor,
                                  threads::visible_thread const& thread, std::int64_t of, std::string const& reason) {
    if (!moderates(thread) && thread.author() != actor.person) return base::forbidden("not_the_author_nor_moderator");
    if (thread.kind() != "question") return base::invalid("thread", "not_in_this_kind");
    auto const other = threads::access_thread(db, actor, of, groups::need::read);
    if (!other) return base::invalid("of", "unknown_thread");
    if (other->kind() != "question") return base::invalid("of", "not_a_question");
    auto const found = db.one(sql::duplicate, thread.id(), of, longest_line);
    if (found.leads_back) return base::invalid("of", "itself");
    if (!found.for_all) return base::invalid("of", "not_for_all_readers");
    if (found.stands == of) return {};
    if (found.said_by && found.said_by != actor.person && !moderates(thread))
        return base::forbidden("closed_by_moderator");
    db.run(sql::close, thread.id(), actor.person);
    db.run(sql::say_duplicate, thread.id(), of, actor.person);
    db.run(sql::act_duplicate, thread.id(), of, actor.person, reason);
    audit::write(db, actor, "thread.duplicate", "thread", thread.id(), {});
    tell(db, actor, thread.id(), {thread.author()}, "duplicate", "thread_closed");
    return {};
}

base::result<void> move(persistence::connection& db, base::actor const& actor, threads::visible_thread const& thread,
                        std::string const& group, std::string const& reason) {
    if (!moderates(thread)) return base::forbidden("not_a_moderator");
    auto const target = groups::access_group(db, actor, group, groups::need::write);
    if (!target) return target.error().status == 404 ? base::invalid("group", "unknown") : target.error();
    if (target->id() == thread.group()) return base::invalid("group", "same");
    if (auto refusal = groups::may_start(db, *target)) return *refusal;
    if (!db.one(sql::readers_within, target->id(), thread.group())) return base::conflict("wider_audience");
    db.run(sql::move, thread.id(), target->id());
    db.run(sql::act_moved, thread.id(), thread.group(), actor.person, reason);
    audit::write(db, actor, "thread.moved", "thread", thread.id(),
                 {{"from", std::to_string(thread.group())}, {"to_group", std::to_string(target->id())}});
    tell_away(db, actor, thread, thread.id(), db.one(sql::title, thread.id()));
    tell(db, actor, thread.id(), {thread.author()}, "moved", "thread_moved");
    db.run(sql::tell_gone, thread.id(), thread.group(), target->id());
    return {};
}

base::result<void> merge(persistence::connection& db, base::actor const& actor, threads::visible_thread const& gone,
                         threads::visible_thread const& kept, std::string const& reason) {
    if (!moderates(gone) || !moderates(kept)) return base::forbidden("not_a_moderator");
    if (gone.id() == kept.id()) return base::invalid("into", "same");
    if (!only_posts(gone.kind()) || !(only_posts(kept.kind()) || kept.kind() == "article")) {
        return base::invalid("into", "not_in_this_kind");
    }
    // One thread shows one other.
    if (db.one(sql::both_show, gone.id(), kept.id())) return base::invalid("into", "both_show_another");
    bool const elsewhere = gone.group() != kept.group();
    if (elsewhere && !db.one(sql::readers_within, kept.group(), gone.group())) return base::conflict("wider_audience");
    auto const title = db.one(sql::title, gone.id());
    db.run(sql::tell_gone, gone.id(), gone.group(), kept.group());
    auto const shift = db.one(sql::merge, gone.id(), kept.id(), notifications::most_posts);
    db.run(sql::act_merged, kept.id(), actor.person, reason, title, shift + 1);
    audit::write(db, actor, "thread.merged", "thread", kept.id(), {{"thread", std::to_string(gone.id())}});
    tell_away(db, actor, gone, kept.id(), title);
    tell(db, actor, kept.id(), {gone.author(), kept.author()}, "merged", "thread_merged");
    return {};
}

base::result<std::int64_t> split(persistence::connection& db, base::actor const& actor,
                                 threads::visible_thread const& thread, split_off wanted) {
    if (!moderates(thread)) return base::forbidden("not_a_moderator");
    if (wanted.numbers.empty()) return base::invalid("numbers", "required");
    if (std::find(wanted.numbers.begin(), wanted.numbers.end(), 1) != wanted.numbers.end()) {
        return base::invalid("numbers", "root");
    }
    auto const numbers = boost::json::serialize(boost::json::array(wanted.numbers.begin(), wanted.numbers.end()));
    if (!db.one(sql::there, thread.id(), numbers)) return base::invalid("numbers", "unknown");
    auto const made = db.one(sql::make_beside, thread.id(), numbers, wanted.kind, wanted.title);
    auto const went = db.one(sql::split, thread.id(), made, numbers, notifications::most_posts);
    db.run(sql::act_split, thread.id(), "split", actor.person, wanted.reason, made, went);
    db.run(sql::act_split, made, "split_from", actor.person, wanted.reason, thread.id(), "[]");
    audit::write(db, actor, "thread.split", "thread", made, {{"thread", std::to_string(thread.id())}});
    live::of_thread(db, "thread.created", made);
    std::vector<std::int64_t> authors;
    for (auto const& row : db.rows(sql::authors, made)) authors.push_back(row.person);
    tell(db, actor, made, std::move(authors), "split", "posts_split");
    live::of_thread(db, "thread.changed", thread.id());
    live::in_thread(db, "thread.ordered", thread.id(), "{\"act\":\"split\"}");
    return made;
}

}  // namespace plaza::domain::order
