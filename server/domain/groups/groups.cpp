// SPDX-License-Identifier: EUPL-1.2
#include "domain/groups/groups.hpp"

#include "base/crypto.hpp"
#include "domain/accountability/audit.hpp"
#include "domain/groups/groups_sql.hpp"
#include "domain/live/events.hpp"

#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include <algorithm>

namespace plaza::domain::groups {
namespace {

/// Letters and digits that end the slug of a hidden group.
std::string random_ending() {
    auto token = base::random_token(12);
    std::string out;
    for (char c : token) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) out += c;
    }
    return out.substr(0, std::min<std::size_t>(out.size(), 10));
}

/// A request is told here; memberships tell themselves (schema/replaceable/30_events.sql).
void tell_request(persistence::connection& db, std::int64_t group, std::int64_t person, std::string_view mine) {
    live::to_person(db, "membership.changed", person, group, std::nullopt,
                    boost::json::serialize(boost::json::value{{"my_membership", mine}}));
}

/// The group as it is once the lock is there: what was true before may have ended while waiting for it.
std::optional<sql::access_row> find_with(persistence::query<sql::access_row(std::int64_t, std::string)> const& lock,
                                         persistence::connection& db, base::actor const& actor,
                                         std::string const& slug) {
    if (!db.row(lock, actor.person, slug)) return std::nullopt;
    return db.row(sql::find, actor.person, slug);
}

}  // namespace

std::optional<base::problem> may_write(std::optional<std::string> const& role, bool archived) {
    if (!role) return base::forbidden("not_a_member");
    if (archived) return base::forbidden("group_archived");
    return std::nullopt;
}

base::result<visible_group> access_group(persistence::connection& db, base::actor const& actor,
                                         std::string const& slug, need needed) {
    auto const found = needed == need::write ? find_with(sql::find_shared, db, actor, slug)
                                             : db.row(sql::find, actor.person, slug);
    if (!found || (needed != need::know && !found->may_read)) return base::not_found();
    if (needed == need::write) {
        if (auto refusal = may_write(found->role, found->archived)) return *refusal;
    }
    visible_group group;
    group.id_ = found->id;
    group.slug_ = slug;
    group.kind_ = found->kind;
    group.role_ = found->role;
    group.archived_ = found->archived;
    return group;
}

base::result<std::string> create(persistence::connection& db, base::actor const& actor, new_group wanted) {
    if (db.one(sql::created_lately, actor.person) >= most_groups_a_day) {
        constexpr int an_hour = 3600;
        return base::problem{429, "too_many_requests", {}, an_hour};
    }
    if (wanted.kind == "hidden") wanted.slug += "-" + random_ending();
    auto const id = db.row(sql::insert, wanted.slug, wanted.name, wanted.kind, wanted.description, actor.person);
    if (!id) return base::conflict("slug_taken");
    db.run(sql::insert_membership, *id, actor.person, "owner", "hand");
    audit::write(db, actor, "group.created", "group", *id, {{"slug", wanted.slug}, {"kind", wanted.kind}});
    return wanted.slug;
}

base::result<std::string> join(persistence::connection& db, base::actor const& actor, std::string const& slug) {
    auto const group = find_with(sql::find_shared, db, actor, slug);
    if (!group) return base::not_found();
    if (group->role) return std::string("member");
    if (group->archived) return base::forbidden("group_archived");
    if (group->kind != "open") {
        if (db.run(sql::insert_request, group->id, actor.person) > 0) {
            tell_request(db, group->id, actor.person, "requested");
        }
        return std::string("requested");
    }
    if (db.run(sql::insert_membership, group->id, actor.person, "member", "hand") > 0) {
        audit::write(db, actor, "membership.joined", "group", group->id, {});
    }
    return std::string("member");
}

base::result<void> leave(persistence::connection& db, base::actor const& actor, std::string const& slug) {
    // The lock makes this order with every write in the group: events after it are not delivered to who left.
    auto const group = find_with(sql::find_locked, db, actor, slug);
    if (!group) return base::not_found();
    if (group->role == "owner" && !db.one(sql::other_owner, group->id, actor.person)) {
        return base::conflict("last_owner");
    }
    auto const left = db.run(sql::delete_membership, group->id, actor.person);
    auto const withdrawn = db.run(sql::delete_request, group->id, actor.person);
    if (left > 0) audit::write(db, actor, "membership.left", "group", group->id, {});
    if (left == 0 && withdrawn > 0) tell_request(db, group->id, actor.person, "none");
    return {};
}

}  // namespace plaza::domain::groups
