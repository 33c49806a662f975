// SPDX-License-Identifier: EUPL-1.2
#include "domain/articles/articles.hpp"

#include "domain/articles/articles_sql.hpp"
#include "domain/live/events.hpp"
#include "domain/notifications/notifications.hpp"
#include "domain/validity/validity_sql.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

namespace plaza::domain::articles {

base::result<void> set_template(persistence::connection& db, base::actor const&, groups::visible_group const& group,
                                std::vector<std::string> const& headings) {
    if (groups::rank_of(*group.role()) < groups::rank_of("host")) return base::forbidden("not_a_host");
    db.run(sql::set_template, group.id(), boost::json::serialize(boost::json::array(headings.begin(), headings.end())));
    return {};
}

bool writes(persistence::connection& db, base::actor const& actor, threads::visible_thread const& thread) {
    return thread.kind() == "article" && db.one(sql::writes, thread.id(), actor.person);
}

base::result<void> add_author(persistence::connection& db, base::actor const& actor,
                              threads::visible_thread const& thread, std::int64_t person) {
    if (thread.kind() != "article") return base::invalid("thread", "not_in_this_kind");
    if (thread.author() != actor.person) {
        if (person != actor.person || !db.one(sql::say_yes, thread.id(), person)) {
            return base::forbidden("not_the_author");
        }
        live::of_thread(db, "thread.changed", thread.id());
        return {};
    }
    if (person == actor.person || !db.one(sql::belongs, thread.id(), person)) {
        return base::invalid("person", "not_a_member");
    }
    if (db.one(sql::how_many, thread.id()) >= most_authors) return base::conflict("too_many_authors");
    if (db.one(sql::ask, thread.id(), person)) {
        notifications::tell(db, {person, "author_asked", std::nullopt, thread.id(), actor.person, {}});
    }
    return {};
}

base::result<void> remove_author(persistence::connection& db, base::actor const& actor,
                                 threads::visible_thread const& thread, std::int64_t person) {
    if (thread.author() != actor.person && person != actor.person) return base::forbidden("not_the_author");
    if (db.run(sql::remove, thread.id(), person) > 0) live::of_thread(db, "thread.changed", thread.id());
    return {};
}

base::result<std::int64_t> make(persistence::connection& db, base::actor const& actor,
                                threads::visible_thread const& question, new_article wanted) {
    auto const answer = db.row(sql::accepted, question.id());
    if (!answer || answer->deleted) return base::conflict("not_solved");
    auto const group = groups::access_group(db, actor, wanted.group.value_or(question.slug()), groups::need::write);
    if (!group) {
        if (group.error().status == 404) return base::invalid("group", "unknown");
        return group.error();
    }
    if (auto refusal = groups::may_start(db, *group)) return *refusal;
    if (group->id() != question.group() && !db.one(sql::readers_within, group->id(), question.group())) {
        return base::conflict("wider_audience");
    }
    if (!db.one(validity::sql::ahead, wanted.review_on)) return base::invalid("review_on", "not_ahead");
    threads::new_thread fresh{"article", std::move(wanted.title), answer->body, {}};
    fresh.copied = answer->body;
    for (auto& row : db.rows(sql::tags, question.id())) fresh.tags.push_back(std::move(row.name));
    auto const made = threads::start(db, actor, *group, std::move(fresh));
    if (!made) return made.error();
    db.run(sql::keep_source, *made, question.id(), answer->number, answer->author);
    if (answer->author != actor.person) {
        db.run(sql::add_writer, *made, answer->author);
        notifications::tell(db, {answer->author, "article_made", std::nullopt, *made, actor.person, {}});
    }
    db.run(validity::sql::set_review, *made, wanted.review_on, actor.person);
    // Of what came to stand elsewhere, who reads the question alone is told nothing, not even that something happened.
    if (group->id() == question.group()) live::of_thread(db, "thread.changed", question.id());
    return *made;
}

}  // namespace plaza::domain::articles
