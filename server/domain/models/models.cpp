// SPDX-License-Identifier: EUPL-1.2
#include "domain/models/models.hpp"

#include "domain/articles/articles.hpp"
#include "domain/live/events.hpp"
#include "domain/models/models_sql.hpp"
#include "domain/notifications/notifications.hpp"
#include "domain/threads/threads_sql.hpp"
#include "jobs/queue.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace plaza::domain::models {
namespace {

/// What is said must be there, and readable for who says it.
std::optional<base::problem> wrong(persistence::connection& db, base::actor const& actor, facts const& said) {
    if (!db.one(sql::known, said.administration)) return base::invalid("administration", "unknown");
    if (!said.derived_from) return std::nullopt;
    if (threads::access_thread(db, actor, *said.derived_from, groups::need::read)) return std::nullopt;
    return base::invalid("derived_from", "unknown_thread");
}

constexpr auto telling = "models.tell";
/// People told in one step, while the thread is held.
constexpr int told_at_once = 200;

/// Who said that their administration took it over, and who started from it, would otherwise go on with what does not hold.
void tell_who_relies(persistence::connection& db, base::actor const& actor, std::int64_t thread,
                     std::string const& state, std::string const& reason) {
    if (state != "appealed" && state != "annulled") return;
    boost::json::value const payload{
        {"thread", thread}, {"state", state}, {"reason", reason}, {"actor", actor.person}, {"after", 0}};
    jobs::enqueue(db, telling, boost::json::serialize(payload));
}

}  // namespace

base::result<std::int64_t> start(persistence::connection& db, base::actor const& actor,
                                 groups::visible_group const& group, threads::new_thread wanted, facts const& said) {
    if (auto refusal = wrong(db, actor, said)) return *refusal;
    if (said.derived_from && !db.one(sql::may_carry, *said.derived_from, group.id(), actor.person)) {
        return base::conflict("wider_audience");
    }
    wanted.kind = "article";
    // Whoever is named in the text it came from was told then.
    if (said.derived_from) wanted.copied = db.row(sql::first_text, *said.derived_from).value_or("");
    auto const thread = threads::start(db, actor, group, std::move(wanted));
    if (!thread) return thread.error();
    db.run(sql::insert, *thread, said.type, said.administration, said.state, said.since, said.derived_from);
    // What was told of it when it began did not say so yet.
    live::of_thread(db, "thread.changed", *thread);
    return *thread;
}

base::result<void> change(persistence::connection& db, base::actor const& actor, threads::visible_thread const& thread,
                          facts const& said, bool derives, std::optional<std::int64_t> version,
                          std::string const& reason) {
    if (thread.kind() != "article") return base::invalid("thread", "not_in_this_kind");
    if (thread.author() != actor.person && !articles::writes(db, actor, thread)) {
        return base::forbidden("not_the_author");
    }
    if (auto refusal = wrong(db, actor, said)) return *refusal;
    // Two that came from each other came from nowhere. Both are readable here, so that this tells nothing; a longer way
    // round may lead through what is not, and does no harm.
    if (said.derived_from && db.one(sql::leads_back, thread.id(), *said.derived_from)) {
        return base::invalid("derived_from", "itself");
    }
    auto const stands = db.row(sql::stands, thread.id(), actor.person);
    if (!stands) {
        db.run(sql::insert, thread.id(), said.type, said.administration, said.state, said.since, said.derived_from);
    } else {
        auto const source = derives && (said.derived_from || stands->source_shown) ? said.derived_from : stands->source;
        // Also when it is sent once more, because the answer was lost: what is wanted is what stands.
        if (db.one(sql::same, thread.id(), said.type, said.administration, said.state, said.since, source)) return {};
        if (version && *version != stands->version) return base::conflict("conflict");
        bool const otherwise = said.state != stands->state;
        if (otherwise && said.state == "annulled" && reason.empty()) return base::invalid("reason", "required");
        db.run(sql::write, thread.id(), said.type, said.administration, said.state, said.since, source);
        // Nobody takes over what is theirs.
        db.run(sql::take_back, thread.id(), said.administration);
        if (otherwise) {
            db.run(threads::sql::act, thread.id(), "model_" + said.state, actor.person, reason, "[]");
            live::in_thread(db, "thread.ordered", thread.id(), "{\"act\":\"model_" + said.state + "\"}");
            tell_who_relies(db, actor, thread.id(), said.state, reason);
        }
    }
    live::of_thread(db, "thread.changed", thread.id());
    return {};
}

void tell_some(persistence::connection& db, std::string const& payload) {
    auto wanted = boost::json::parse(payload).as_object();
    auto const thread = wanted.at("thread").as_int64();
    std::string const state(wanted.at("state").as_string());
    if (!threads::hold(db, thread) || db.row(sql::state, thread) != state) return;
    boost::json::object facts;
    // What an older server wrote has none.
    if (auto const* reason = wanted.if_contains("reason")) facts["reason"] = *reason;
    auto const people = db.rows(sql::rely, thread, wanted.at("after").as_int64(), told_at_once);
    for (auto const person : people) {
        notifications::tell(db, {person, "model_" + state, std::nullopt, thread, wanted.at("actor").as_int64(), facts});
    }
    if (std::ssize(people) < told_at_once) return;
    wanted["after"] = people.back();
    jobs::enqueue(db, telling, boost::json::serialize(wanted));
}

base::result<void> adopt(persistence::connection& db, base::actor const& actor, threads::visible_thread const& thread,
                         std::int64_t administration) {
    auto const owner = db.row(sql::owner, thread.id());
    if (!owner) return base::not_found();
    if (!db.one(sql::speaks_for, actor.person, administration)) return base::forbidden("not_of_administration");
    if (*owner == administration) return base::conflict("own_model");
    if (db.run(sql::adopt, thread.id(), administration, actor.person) > 0) {
        notifications::tell(db, {thread.author(), "model_adopted", std::nullopt, thread.id(), actor.person, {}});
        live::of_thread(db, "thread.changed", thread.id());
    }
    return {};
}

base::result<void> take_back(persistence::connection& db, base::actor const& actor,
                             threads::visible_thread const& thread, std::int64_t administration) {
    if (!db.row(sql::owner, thread.id())) return base::not_found();
    if (!db.one(sql::may_take_back, thread.id(), administration, actor.person)) {
        return base::forbidden("not_of_administration");
    }
    if (db.run(sql::take_back, thread.id(), administration) > 0) live::of_thread(db, "thread.changed", thread.id());
    return {};
}

}  // namespace plaza::domain::models
