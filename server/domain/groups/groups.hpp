// SPDX-License-Identifier: EUPL-1.2
// Groups and who belongs to them. `access_group` is the one door: whoever holds a `visible_group` has passed the
// visibility rule.
#pragma once
#include "base/actor.hpp"
#include "base/result.hpp"
#include "persistence/connection.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace plaza::domain::groups {

/// What the caller wants to do with what it asks for.
enum class need {
    know,      ///< name, description, rules, number of members
    read,      ///< threads and members
    write,     ///< start and change things: membership, and a group that is not archived
    host,      ///< the pages of who keeps the group: hosts, moderators, owners
    moderate,  ///< admit, remove, pin: moderators and owners; changing, also where it is archived
    own,       ///< settle what the group is: owners; changing, also where it is archived
};

/// A group that the actor may deal with as needed. Only `access_group` makes one.
class visible_group {
public:
    std::int64_t id() const { return id_; }
    std::string const& slug() const { return slug_; }
    std::string const& kind() const { return kind_; }
    std::optional<std::string> const& role() const { return role_; }
    bool archived() const { return archived_; }

private:
    friend base::result<visible_group> access_group(persistence::connection&, base::actor const&, std::string const&,
                                                    need);
    std::int64_t id_ = 0;
    std::string slug_;
    std::string kind_;
    std::optional<std::string> role_;
    bool archived_ = false;
};

/// 404 for what the actor may not know of; 403 `not_a_member` or `group_archived` for writing, `not_a_member`,
/// `not_a_host`, `not_a_moderator` or `not_an_owner` for what takes an office. With `need::write` the group is locked
/// against losing members or changing kind until the transaction ends, so that events follow the order of commits; with
/// `need::moderate` and `need::own` it is locked for changing them.
base::result<visible_group> access_group(persistence::connection& db, base::actor const& actor, std::string const& slug,
                                         need needed);

/// Refusals of writing that do not depend on the object: 403 `not_a_member`, `group_archived`, or nothing.
std::optional<base::problem> may_write(std::optional<std::string> const& role, bool archived);

/// 403 `group_archived` for what is not done in an archived group.
std::optional<base::problem> refuse_archived(visible_group const& group);

/// 403 `moderators_start` where only moderators and owners start threads, and the actor is none. For a group that was
/// opened for writing.
std::optional<base::problem> may_start(persistence::connection& db, visible_group const& group);

/// How much a role may: from 0 for a guest to 4 for an owner.
int rank_of(std::string_view role);

/// Groups one person may make in 24 hours: enough to set a network up, too few to bury it.
inline constexpr int most_groups_a_day = 50;
/// Longest name, description, rules and words of welcome, in characters: what a page beside the threads can hold.
inline constexpr std::size_t longest_name = 100;
inline constexpr std::size_t longest_description = 2000;
inline constexpr std::size_t longest_rules = 5000;
/// Of a slug that is chosen, in characters; that of a hidden group has an ending behind.
inline constexpr std::size_t longest_slug = 50;
/// Longest message of who asks, invites or refuses, in characters.
inline constexpr std::size_t longest_message = 500;

struct new_group {
    std::string slug;
    std::string name;
    std::string kind;
    std::string description;
};

/// Makes a group owned by the actor and returns its slug; a hidden one gets a random ending, so that trying names
/// tells nobody of it. 403 `creation_not_allowed` where the network leaves it to administrators and hosts, and for
/// guests; 409 `slug_taken`, 429 beyond `most_groups_a_day`.
base::result<std::string> create(persistence::connection& db, base::actor const& actor, new_group wanted);

/// What its owners say of a group.
struct settings {
    std::string name;
    std::string kind;
    std::string description;
    std::string rules;
    std::string welcome;
    std::string language;
    std::string who_starts;
    std::optional<std::string> mail_content;  ///< auto, yes, no; none: as it is
    std::vector<std::string> join_relations;
    int version;  ///< of the settings that were changed
};

/// Changes the settings and gives the slug, which becomes another one when the group becomes hidden. 403 `group_archived`, 409 `conflict` when somebody else changed them meanwhile, 422 `kind`
/// `rule_by_skill` for a group that would not be open any more and has a rule by skill alone.
base::result<std::string> settle(persistence::connection& db, base::actor const& actor, visible_group const& group,
                                 settings wanted);

/// Gives or takes the mark of a group that the network itself stands for. Administrators only: the caller has asked.
void mark_official(persistence::connection& db, base::actor const& actor, visible_group const& group, bool official);

/// Ends or takes up again all writing in the group.
void archive(persistence::connection& db, base::actor const& actor, visible_group const& group, bool archived);

/// Joins an open group, accepts an invitation, or asks with a message to join a private group: "member", "guest" or
/// "requested". 403 `relation_not_admitted` for who comes uninvited and is none of those the group admits; somebody
/// without a current post counts as external. 409 `guest_elsewhere` for a guest's invitation to who belongs to another
/// group.
base::result<std::string> join(persistence::connection& db, base::actor const& actor, std::string const& slug,
                               std::string message = {});

/// Leaves, withdraws the request or declines the invitation. The last owner names a successor among the members: 409
/// `last_owner` without one, 422 `successor` `unknown`.
base::result<void> leave(persistence::connection& db, base::actor const& actor, std::string const& slug,
                         std::optional<std::int64_t> successor = {});

/// Days without activity after which those who keep a group are shown that it is idle.
inline constexpr int idle_days = 90;
/// Finds out which groups are. Started by the clock.
void mark_idle(persistence::connection& db);

/// Tells one person what they are to the group now; memberships tell themselves (schema/replaceable/30_events.sql).
void tell_membership(persistence::connection& db, std::int64_t group, std::int64_t person, std::string_view mine);

/// Whether every member may make groups, and changing it; administrators only: the caller has asked.
bool members_create(persistence::connection& db);
void let_members_create(persistence::connection& db, base::actor const& actor, bool allowed);

/// Whether this person may make groups.
bool may_create(persistence::connection& db, base::actor const& actor);

}  // namespace plaza::domain::groups
