// SPDX-License-Identifier: EUPL-1.2
#include "domain/groups/groups.hpp"

#include "base/crypto.hpp"
#include "domain/accountability/audit.hpp"
#include "domain/groups/groups_sql.hpp"
#include "domain/live/events.hpp"
#include "domain/notifications/notifications.hpp"
#include "persistence/array.hpp"

#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <array>

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

/// The slug of a hidden group: who tries names, or knew it by its name before, learns nothing.
std::string unguessable(std::string slug) {
    slug = slug.substr(0, longest_slug);
    while (slug.ends_with('-')) slug.pop_back();
    return slug + "-" + random_ending();
}

/// The group as it is once the lock is there: what was true before may have ended while waiting for it.
std::optional<sql::access_row> find_with(persistence::query<sql::access_row(std::int64_t, std::string)> const& lock,
                                         persistence::connection& db, base::actor const& actor,
                                         std::string const& slug) {
    if (!db.row(lock, actor.person, slug)) return std::nullopt;
    return db.row(sql::find, actor.person, slug);
}

std::optional<sql::access_row> find_for(need needed, persistence::connection& db, base::actor const& actor,
                                        std::string const& slug) {
    switch (needed) {
        case need::know:
        case need::read:
        case need::host: return db.row(sql::find, actor.person, slug);
        case need::write: return find_with(sql::find_shared, db, actor, slug);
        case need::moderate:
        case need::own: return find_with(sql::find_locked, db, actor, slug);
    }
    return std::nullopt;
}

/// Whoever comes in has left nothing behind: no request, no refusal, no leaving that is remembered.
bool enter(persistence::connection& db, std::int64_t group, std::int64_t person, std::string const& role) {
    if (db.run(sql::insert_membership, group, person, role, "hand") == 0) return false;
    db.run(sql::delete_request, group, person);
    db.run(sql::forget_refusal, group, person);
    db.run(sql::forget_leaving, group, person);
    return true;
}

std::optional<base::problem> lacks_office(need needed, std::optional<std::string> const& role) {
    struct office {
        need needed;
        std::string_view role;
        std::string_view refusal;
    };
    constexpr std::array<office, 3> offices{office{need::host, "host", "not_a_host"},
                                            office{need::moderate, "moderator", "not_a_moderator"},
                                            office{need::own, "owner", "not_an_owner"}};
    for (auto const& o : offices) {
        if (o.needed != needed) continue;
        if (!role) return base::forbidden("not_a_member");
        if (rank_of(*role) < rank_of(o.role)) return base::forbidden(o.refusal);
    }
    return std::nullopt;
}

}  // namespace

std::optional<base::problem> may_write(std::optional<std::string> const& role, bool archived) {
    if (!role) return base::forbidden("not_a_member");
    if (archived) return base::forbidden("group_archived");
    return std::nullopt;
}

int rank_of(std::string_view role) {
    constexpr std::array<std::string_view, 5> ranks{"guest", "member", "host", "moderator", "owner"};
    return static_cast<int>(std::find(ranks.begin(), ranks.end(), role) - ranks.begin());
}

std::optional<base::problem> refuse_archived(visible_group const& group) {
    if (group.archived()) return base::forbidden("group_archived");
    return std::nullopt;
}

base::result<visible_group> access_group(persistence::connection& db, base::actor const& actor, std::string const& slug,
                                         need needed) {
    auto const found = find_for(needed, db, actor, slug);
    if (!found || (needed != need::know && !found->may_read)) return base::not_found();
    if (needed == need::write) {
        if (auto refusal = may_write(found->role, found->archived)) return *refusal;
    }
    if (auto refusal = lacks_office(needed, found->role)) return *refusal;
    visible_group group;
    group.id_ = found->id;
    group.slug_ = slug;
    group.kind_ = found->kind;
    group.role_ = found->role;
    group.archived_ = found->archived;
    return group;
}

void mark_idle(persistence::connection& db) { db.run(sql::mark_idle, idle_days); }

void tell_membership(persistence::connection& db, std::int64_t group, std::int64_t person, std::string_view mine) {
    live::to_person(db, "membership.changed", person, group, std::nullopt,
                    boost::json::serialize(boost::json::value{{"my_membership", mine}}));
}

bool members_create(persistence::connection& db) { return db.one(sql::members_create); }

void let_members_create(persistence::connection& db, base::actor const& actor, bool allowed) {
    if (db.run(sql::let_members_create, allowed) == 0) return;
    audit::write(db, actor, "installation.members_create_groups", "installation", 0,
                 {{"allowed", allowed ? "yes" : "no"}});
}

bool may_create(persistence::connection& db, base::actor const& actor) { return db.one(sql::may_create, actor.person); }

base::result<std::string> create(persistence::connection& db, base::actor const& actor, new_group wanted) {
    if (!may_create(db, actor)) return base::forbidden("creation_not_allowed");
    if (db.one(sql::created_lately, actor.person) >= most_groups_a_day) {
        constexpr int an_hour = 3600;
        return base::problem{429, "too_many_requests", {}, an_hour};
    }
    if (wanted.kind == "hidden") wanted.slug = unguessable(wanted.slug);
    auto const id = db.row(sql::insert, wanted.slug, wanted.name, wanted.kind, wanted.description, actor.person);
    if (!id) return base::conflict("slug_taken");
    db.run(sql::insert_membership, *id, actor.person, "owner", "hand");
    audit::write(db, actor, "group.created", "group", *id, {{"slug", wanted.slug}, {"kind", wanted.kind}});
    return wanted.slug;
}

base::result<std::string> settle(persistence::connection& db, base::actor const& actor, visible_group const& group,
                                 settings wanted) {
    if (auto refusal = refuse_archived(group)) return *refusal;
    // In one that is closed already such a rule lets nobody in.
    if (wanted.kind != "open" && group.kind() == "open" && db.one(sql::rule_by_skill, group.id())) {
        return base::invalid("kind", "rule_by_skill");
    }
    auto const changed = db.run(sql::settle, group.id(), wanted.version, wanted.name, wanted.kind, wanted.description,
                                wanted.rules, wanted.welcome, wanted.language, wanted.who_starts,
                                persistence::array_of(wanted.join_relations), wanted.mail_content);
    if (changed == 0) return base::conflict("conflict");
    auto slug = group.slug();
    if (wanted.kind == "hidden" && group.kind() != "hidden") {
        slug = unguessable(slug);
        db.run(sql::move, group.id(), slug);
    }
    bool const moved = slug != group.slug();
    audit::write(db, actor, "group.settled", "group", group.id(),
                 {{"from", group.kind()},
                  {"kind", wanted.kind},
                  {"address_before", moved ? group.slug() : ""},
                  {"address", moved ? slug : ""}});
    return slug;
}

void mark_official(persistence::connection& db, base::actor const& actor, visible_group const& group, bool official) {
    if (db.run(sql::mark_official, group.id(), official) == 0) return;
    audit::write(db, actor, official ? "group.made_official" : "group.official_taken", "group", group.id(), {});
}

void archive(persistence::connection& db, base::actor const& actor, visible_group const& group, bool archived) {
    if (group.archived() == archived) return;
    db.run(sql::archive, group.id(), archived);
    audit::write(db, actor, archived ? "group.archived" : "group.reopened", "group", group.id(), {});
}

std::optional<base::problem> may_start(persistence::connection& db, visible_group const& group) {
    if (group.role() && rank_of(*group.role()) >= rank_of("moderator")) return std::nullopt;
    if (db.one(sql::moderators_start, group.id())) return base::forbidden("moderators_start");
    return std::nullopt;
}

base::result<std::string> join(persistence::connection& db, base::actor const& actor, std::string const& slug,
                               std::string message) {
    auto const group = find_with(sql::find_shared, db, actor, slug);
    if (!group) return base::not_found();
    if (group->role) return std::string(*group->role == "guest" ? "guest" : "member");
    if (group->archived) return base::forbidden("group_archived");
    // Of an invitation that is accepted and withdrawn at once, one happens: whoever deletes it.
    // A guest belongs to one group and nothing else: the lock orders invitations that are accepted at once.
    db.one(sql::lock_person, actor.person);
    if (auto const invited_as = db.row(sql::take_invitation, group->id, actor.person)) {
        if (db.one(sql::guest_elsewhere, group->id, actor.person, *invited_as))
            return base::conflict("guest_elsewhere");
        if (*invited_as == "guest") db.run(sql::forget_wishes, actor.person);
        enter(db, group->id, actor.person, *invited_as);
        audit::write(db, actor, "membership.accepted", "group", group->id, {{"role", *invited_as}});
        return *invited_as;
    }
    if (group->kind == "hidden") return base::not_found();
    if (!db.one(sql::relation_admitted, group->id, actor.person)) return base::forbidden("relation_not_admitted");
    if (group->kind == "private") {
        if (db.run(sql::insert_request, group->id, actor.person, message) > 0) {
            db.run(sql::forget_refusal, group->id, actor.person);
            audit::write(db, actor, "membership.requested", "group", group->id, {});
            tell_membership(db, group->id, actor.person, "requested");
            for (auto const& [moderator] : db.rows(sql::moderators, group->id)) {
                notifications::notice notice{moderator,    "membership_requested",
                                             group->id,    std::nullopt,
                                             actor.person, {{"link", "/groups/" + slug + "/members"}}};
                notifications::tell(db, std::move(notice));
            }
        }
        return std::string("requested");
    }
    if (enter(db, group->id, actor.person, "member"))
        audit::write(db, actor, "membership.joined", "group", group->id, {});
    return std::string("member");
}

base::result<void> leave(persistence::connection& db, base::actor const& actor, std::string const& slug,
                         std::optional<std::int64_t> successor) {
    // The lock makes this order with every write in the group: events after it are not delivered to who left.
    auto const group = find_with(sql::find_locked, db, actor, slug);
    if (!group) return base::not_found();
    if (group->role == "owner" && !db.one(sql::other_owner, group->id, actor.person)) {
        if (!successor) return base::conflict("last_owner");
        if (*successor == actor.person || db.run(sql::make_owner, group->id, *successor) == 0) {
            return base::invalid("successor", "unknown");
        }
        audit::write(db, actor, "group.ownership_transferred", "group", group->id,
                     {{"to", std::to_string(*successor)}});
    }
    auto const left = db.run(sql::delete_membership, group->id, actor.person);
    auto const withdrawn = db.run(sql::delete_request, group->id, actor.person);
    auto const declined = db.run(sql::delete_invitation, group->id, actor.person);
    if (left > 0) {
        db.run(sql::remember_leaving, group->id, actor.person, "left");
        audit::write(db, actor, "membership.left", "group", group->id, {});
    } else if (withdrawn + declined > 0) {
        audit::write(db, actor, declined > 0 ? "membership.declined" : "membership.request_withdrawn", "group",
                     group->id, {});
        tell_membership(db, group->id, actor.person, "none");
    }
    return {};
}

}  // namespace plaza::domain::groups
