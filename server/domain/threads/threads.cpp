// SPDX-License-Identifier: EUPL-1.2
#include "domain/threads/threads.hpp"

#include "base/text.hpp"
#include "domain/files/files.hpp"
#include "domain/following/following.hpp"
#include "domain/idempotency/idempotency.hpp"
#include "domain/live/events.hpp"
#include "domain/mentions/mentions.hpp"
#include "domain/norms/norms.hpp"
#include "domain/notifications/notifications.hpp"
#include "domain/notifications/spread.hpp"
#include "domain/questions/questions.hpp"
#include "domain/routing/routing.hpp"
#include "domain/threads/threads_sql.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>

namespace plaza::domain::threads {
namespace {

/// Nobody writes as what they are not, or are no longer.
std::optional<base::problem> foreign(persistence::connection& db, base::actor const& actor,
                                     std::optional<std::int64_t> appointment) {
    if (!appointment || db.one(sql::holds, actor.person, *appointment)) return std::nullopt;
    return base::invalid("appointment", "not_yours");
}

std::string number_data(int number) { return "{\"number\":" + std::to_string(number) + "}"; }

/// Whoever asked, or wrote what this speaks to, learns of it; each of them once. One who is named in it learns that: among
/// the other answers it would not be found.
void tell_of_post(persistence::connection& db, base::actor const& actor, visible_thread const& thread,
                  new_post const& written, int number, std::vector<std::int64_t> people) {
    auto const named = mentions::named(written.body);
    std::sort(people.begin(), people.end());
    people.erase(std::unique(people.begin(), people.end()), people.end());
    for (auto const person : people) {
        bool const by_name = std::find(named.begin(), named.end(), person) != named.end() &&
                             notifications::better_by_name(db, person, written.role, thread.group(), thread.id());
        notifications::tell(db, {person,
                                 by_name ? "mention" : written.role,
                                 std::nullopt,
                                 thread.id(),
                                 actor.person,
                                 {{"number", number}}});
    }
}

}  // namespace

bool valid_tag(std::string_view name) {
    std::size_t at = 0;
    bool first = true;
    while (at < name.size()) {
        auto const c = base::next_code_point(name, at);
        bool const mark = c == '+' || c == '#' || c == '.' || c == '-';
        if (!base::letter_or_digit(c) && (first || !mark)) return false;
        first = false;
    }
    return !first;
}

bool moderates(visible_thread const& thread) {
    return thread.role() && groups::rank_of(*thread.role()) >= groups::rank_of("moderator");
}

base::result<visible_thread> access_thread(persistence::connection& db, base::actor const& actor, std::int64_t id,
                                           groups::need needed) {
    auto const write = needed == groups::need::write;
    auto found = db.row(write ? sql::find_locked : sql::find, actor.person, id);
    // Of one that moved to another group meanwhile, the lock finds nothing; where it may still be read, it is locked there.
    if (write && !found && db.row(sql::find, actor.person, id)) found = db.row(sql::find_locked, actor.person, id);
    // What was true before the locks may have ended while waiting for them.
    if (write && found) found = db.row(sql::find, actor.person, id);
    if (!found) return base::not_found();
    if (write) {
        if (auto refusal = groups::may_write(found->role, found->archived)) return *refusal;
    }
    visible_thread thread;
    thread.id_ = found->thread;
    thread.group_ = found->group;
    thread.slug_ = found->slug;
    thread.kind_ = found->kind;
    thread.author_ = found->author;
    thread.next_number_ = found->next_number;
    thread.role_ = found->role;
    thread.closed_ = found->closed;
    return thread;
}

bool hold(persistence::connection& db, std::int64_t thread) {
    // In two statements: one that waits for a move would find the thread in the group of before, and lose it.
    return db.row(sql::hold, thread) && db.row(sql::hold_group, thread);
}

base::result<visible_post> access_post(persistence::connection& db, base::actor const& actor, std::int64_t id,
                                       groups::need needed) {
    auto found = db.row(sql::find_post, actor.person, id);
    if (!found || found->deleted) return base::not_found();
    auto thread = access_thread(db, actor, found->thread, needed);
    if (!thread) return thread.error();
    if (needed == groups::need::write) {
        // What was read before the lock may have changed while waiting for it.
        found = db.row(sql::find_post, actor.person, id);
        if (!found || found->deleted) return base::not_found();
        // It was merged or split off: the lock is on where it was.
        if (found->thread != thread->id()) return access_post(db, actor, id, needed);
    }
    return visible_post{std::move(*thread), found->post, found->number, found->role, found->author, found->body};
}

base::result<std::int64_t> start(persistence::connection& db, base::actor const& actor,
                                 groups::visible_group const& group, new_thread wanted) {
    // Thanks to nobody are none.
    if (wanted.kind == "thanks" && mentions::named(wanted.body).empty()) return base::invalid("body", "nobody_named");
    auto const named = files::claim(db, actor, group.id(), wanted.body, {}, wanted.copied);
    if (!named) return named.error();
    auto text = norms::recognise(db, wanted.body, wanted.title, named->finder());
    if (!text) return base::invalid("body", text.error().type);
    if (auto refusal = foreign(db, actor, wanted.appointment)) return *refusal;
    auto const& body = wanted.body;
    auto const thread =
        db.one(sql::insert_thread, group.id(), wanted.kind, wanted.title, actor.person, wanted.appointment);
    // Tags first: search takes them up with the first post.
    if (!wanted.tags.empty()) set_tags(db, thread, wanted.tags);
    auto const root = db.one(sql::insert_post, thread, 1, std::nullopt, "root", actor.person, wanted.body,
                             std::move(text->html), wanted.appointment, std::nullopt);
    if (!text->cited.empty()) norms::keep(db, root, text->cited);
    files::attach(db, root, *named);
    db.row(sql::mark_read, actor.person, thread, 1);
    live::of_thread(db, "thread.created", thread);
    mentions::tell(db, actor, thread, 1, body, wanted.copied, {}, wanted.kind == "thanks" ? "thanks" : "mention");
    following::thread_started(db, thread);
    notifications::spread(db, thread, 1);
    if (wanted.kind == "question") routing::begin(db, thread);
    return thread;
}

void set_tags(persistence::connection& db, std::int64_t thread, std::vector<std::string> const& tags) {
    auto const names = boost::json::serialize(boost::json::array(tags.begin(), tags.end()));
    db.run(sql::make_tags, names);
    db.run(sql::detach_tags, thread, names);
    db.run(sql::attach_tags, thread, names);
}

base::result<written_post> write(persistence::connection& db, base::actor const& actor, visible_thread const& thread,
                                 new_post wanted) {
    if (thread.closed() && !moderates(thread)) return base::forbidden("thread_closed");
    if (wanted.role == "answer" && thread.kind() != "question") return base::invalid("role", "not_in_this_kind");
    if (wanted.role != "answer" && wanted.weight) return base::invalid("weight", "not_in_this_role");
    if (wanted.role == "answer" && !wanted.weight) wanted.weight = "view";
    if (wanted.role == "comment" && !wanted.parent) return base::invalid("parent", "required");
    std::vector<std::int64_t> spoken_to;
    if (wanted.parent) {
        if (wanted.role == "answer") return base::invalid("parent", "not_in_this_role");
        auto const parent = db.row(sql::find_parent, thread.id(), *wanted.parent);
        if (!parent) return base::invalid("parent", "unknown");
        spoken_to.push_back(parent->author);
        // A comment on a comment stands beside it, under the same post.
        if (wanted.role == "comment" && parent->role == "comment") {
            wanted.parent = parent->parent;
            if (auto const above = db.row(sql::find_parent, thread.id(), *wanted.parent)) {
                spoken_to.push_back(above->author);
            }
        }
    } else {
        spoken_to.push_back(thread.author());
    }
    auto const named = files::claim(db, actor, thread.group(), wanted.body);
    if (!named) return named.error();
    auto text = norms::recognise(db, wanted.body, {}, named->finder());
    if (!text) return base::invalid("body", text.error().type);
    if (auto refusal = foreign(db, actor, wanted.appointment)) return *refusal;
    auto const number = thread.next_number();
    auto const post = db.one(sql::insert_post, thread.id(), number, wanted.parent, wanted.role, actor.person,
                             wanted.body, std::move(text->html), wanted.appointment, wanted.weight);
    if (!text->cited.empty()) norms::keep(db, post, text->cited);
    files::attach(db, post, *named);
    db.row(sql::mark_read, actor.person, thread.id(), number);
    live::of_post(db, "post.created", post);
    live::of_thread(db, "thread.changed", thread.id());
    tell_of_post(db, actor, thread, wanted, number, spoken_to);
    mentions::tell(db, actor, thread.id(), number, wanted.body, {}, spoken_to);
    notifications::spread(db, thread.id(), number);
    return written_post{post, number};
}

base::result<void> bury(persistence::connection& db, base::actor const& actor, visible_post const& post) {
    if (post.author != actor.person) return base::forbidden("not_the_author");
    questions::forget_acceptance(db, post.thread, post.number);
    db.run(sql::bury_post, post.id);
    db.run(sql::drop_revisions, post.id);
    norms::keep(db, post.id, {});
    live::forget_post(db, post.id);
    idempotency::forget_post(db, post.id);
    live::in_thread(db, "post.hidden", post.thread.id(), number_data(post.number));
    live::of_thread(db, "thread.changed", post.thread.id());
    return {};
}

void mark_read(persistence::connection& db, base::actor const& actor, visible_thread const& thread, int number) {
    if (auto moved = db.row(sql::mark_read, actor.person, thread.id(), number)) {
        live::to_person(db, "read", actor.person, thread.group(), thread.id(), std::move(*moved));
    }
    notifications::mark_thread_read(db, actor, thread.id(), number);
}

}  // namespace plaza::domain::threads
