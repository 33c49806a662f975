// SPDX-License-Identifier: EUPL-1.2
#include "domain/questions/questions.hpp"

#include "domain/following/following.hpp"
#include "domain/following/following_sql.hpp"
#include "domain/live/events.hpp"
#include "domain/notifications/notifications.hpp"
#include "domain/notifications/spread.hpp"
#include "domain/questions/questions_sql.hpp"
#include "domain/threads/threads_sql.hpp"

namespace plaza::domain::questions {
namespace {

bool may_accept(base::actor const& actor, threads::visible_thread const& thread) {
    return thread.author() == actor.person || thread.role() == "moderator" || thread.role() == "owner";
}

}  // namespace

base::result<void> accept(persistence::connection& db, base::actor const& actor, threads::visible_thread const& thread,
                          int number) {
    if (!may_accept(actor, thread)) return base::forbidden("not_the_asker");
    auto const answerer = db.row(sql::answerer, thread.id(), number);
    if (!answerer) return base::invalid("number", "not_an_answer");
    if (db.run(sql::accept, thread.id(), number, actor.person) > 0) {
        live::of_thread(db, "thread.accepted", thread.id());
        notifications::tell(db, {*answerer, "accepted", std::nullopt, thread.id(), actor.person, {{"number", number}}});
    }
    return {};
}

base::result<void> withdraw(persistence::connection& db, base::actor const& actor,
                            threads::visible_thread const& thread) {
    if (!may_accept(actor, thread)) return base::forbidden("not_the_asker");
    auto const stood = db.row(sql::withdraw, thread.id(), actor.person);
    if (!stood) return {};
    if (*stood) db.run(sql::wait_again, thread.id());
    live::of_thread(db, "thread.accepted", thread.id());
    if (!*stood) return {};
    // It was read as solved: whoever follows it hears that it is not, and its page says who said so.
    db.run(threads::sql::act, thread.id(), "unsolved", actor.person, "", "[]");
    live::in_thread(db, "thread.ordered", thread.id(), "{\"act\":\"unsolved\"}");
    notifications::spread_act(db, thread.id(), "thread_reopened", actor.person, {});
    return {};
}

void forget_acceptance(persistence::connection& db, threads::visible_thread const& thread, int number) {
    if (db.run(sql::withdraw_number, thread.id(), number) > 0) live::of_thread(db, "thread.accepted", thread.id());
}

base::result<void> say_same(persistence::connection& db, base::actor const& actor,
                            threads::visible_thread const& thread, std::optional<std::int64_t> appointment) {
    if (thread.kind() != "question") return base::invalid("thread", "not_in_this_kind");
    if (thread.author() == actor.person) return base::forbidden("own_question");
    auto const administration = db.row(sql::works_for, actor.person, appointment);
    if (!administration && appointment) return base::invalid("appointment", "not_yours");
    if (!administration) return base::forbidden("no_administration");
    if (db.run(sql::say_same, thread.id(), actor.person, *administration) == 0) return {};
    if (!db.one(following::sql::follows_thread, actor.person, thread.id()) &&
        following::follow_thread(db, actor, thread)) {
        db.run(sql::followed_by_it, thread.id(), actor.person);
    }
    live::in_thread(db, "same_problem.changed", thread.id(), db.one(sql::same_data, thread.id()));
    return {};
}

void take_back_same(persistence::connection& db, base::actor const& actor, threads::visible_thread const& thread) {
    auto const followed = db.row(sql::take_back_same, thread.id(), actor.person);
    if (!followed) return;
    if (*followed) db.run(following::sql::unfollow_thread, actor.person, thread.id());
    live::in_thread(db, "same_problem.changed", thread.id(), db.one(sql::same_data, thread.id()));
}

base::result<void> mark_useful(persistence::connection& db, base::actor const& actor, threads::visible_post const& post,
                               bool useful) {
    if (useful && post.author == actor.person) return base::forbidden("own_post");
    auto const changed = useful ? db.run(sql::mark, post.id, actor.person) : db.run(sql::unmark, post.id, actor.person);
    if (changed > 0) live::in_thread(db, "useful.changed", post.thread.id(), db.one(sql::useful_data, post.id));
    return {};
}

}  // namespace plaza::domain::questions
