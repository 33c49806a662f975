// SPDX-License-Identifier: EUPL-1.2
#include "domain/admissions/admissions.hpp"

#include "domain/accountability/audit.hpp"
#include "domain/admissions/admissions_sql.hpp"
#include "jobs/queue.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

namespace plaza::domain::admissions {
namespace {

/// People who come in by one job: so many are told in a second or two.
constexpr int batch = 2000;

void have_applied(persistence::connection& db, std::int64_t group, bool odd = false) {
    auto const key = "memberships.rules:" + std::to_string(group) + (odd ? ":odd" : "");
    jobs::enqueue(db, "memberships.rules", boost::json::serialize(boost::json::value{{"group", group}, {"odd", odd}}),
                  key);
}

}  // namespace

base::result<added> add(persistence::connection& db, base::actor const& actor, groups::visible_group const& group,
                        rule wanted) {
    if (auto refusal = groups::refuse_archived(group)) return *refusal;
    bool const of_post = wanted.administration || wanted.level || wanted.band || wanted.province || wanted.relation;
    if (!of_post && !wanted.skill) return base::invalid("$", "required");
    // Everybody says for themselves what they know: by that alone, anybody could let themselves into a closed group.
    if (!of_post && group.kind() != "open") return base::invalid("skill", "self_declared");
    if (wanted.administration && !db.one(sql::administration_known, *wanted.administration)) {
        return base::invalid("administration", "unknown");
    }
    if (!db.one(sql::may_reach, group.id(), actor.person, wanted.administration))
        return base::forbidden("rule_beyond_house");
    if (db.one(sql::count, group.id()) >= most_rules) return base::conflict("too_many_rules");
    auto const id = db.one(sql::insert, group.id(), wanted.administration, wanted.level, wanted.band, wanted.province,
                           wanted.relation, wanted.skill, actor.person);
    audit::write(db, actor, "membership_rule.added", "group", group.id(), {{"rule", std::to_string(id)}});
    have_applied(db, group.id());
    return added{id, db.one(sql::coming, group.id())};
}

base::result<void> drop(persistence::connection& db, base::actor const& actor, groups::visible_group const& group,
                        std::int64_t id) {
    if (db.run(sql::drop, group.id(), id) == 0) return base::not_found();
    audit::write(db, actor, "membership_rule.dropped", "group", group.id(), {{"rule", std::to_string(id)}});
    // Under the lock of the group: who was let in by it alone is out with the answer.
    db.one(sql::apply, group.id(), 0);
    have_applied(db, group.id());
    return {};
}

void apply(persistence::connection& db, std::string const& payload) {
    auto const asked = boost::json::parse(payload);
    auto const group = asked.at("group").to_number<std::int64_t>();
    // The job that runs has its key until it ends.
    if (db.one(sql::apply, group, batch) >= batch) have_applied(db, group, !asked.at("odd").as_bool());
}

void apply_all(persistence::connection& db) {
    for (auto const& [group] : db.rows(sql::groups_with_rules)) have_applied(db, group);
}

}  // namespace plaza::domain::admissions
